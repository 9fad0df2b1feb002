using Microsoft.Data.Sqlite;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;
using SQLitePCL;

namespace SharedBuffers.Bench.Peers;

/// <summary>
/// SQLite at its best for reading: a clustered table built in key order, mapped as a whole, a prepared statement driven without the ADO.NET layer, one read transaction.
/// </summary>
internal sealed class SqliteStore : Store
{
    public const string StoreName = "SQLite";

    private readonly SqliteConnection _connection;
    private readonly sqlite3_stmt _statement;

    private SqliteStore(string path, bool readOnly)
    {
        _connection = Connect(path, readOnly);
        Execute(_connection, "PRAGMA mmap_size = 17179869184");
        Execute(_connection, "BEGIN");
        Check(raw.sqlite3_prepare_v2(_connection.Handle, "SELECT v FROM kv WHERE k = ?", out _statement));
    }

    public override string Name => StoreName;

    /// <summary>Builds the file and opens it.</summary>
    public static SqliteStore Build(string path, Entries entries)
    {
        Write(path, entries);
        return new SqliteStore(path, readOnly: true);
    }

    /// <summary>Opens a file that <see cref="Write"/> made.</summary>
    public static SqliteStore Open(string path) => new(path, readOnly: true);

    public static void Write(string path, Entries entries)
    {
        File.Delete(path);
        using SqliteConnection connection = Connect(path, readOnly: false);
        Execute(connection, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 4096");
        Execute(connection, $"CREATE TABLE kv (k {(entries.IsText ? "TEXT" : "INTEGER")} PRIMARY KEY, v INTEGER NOT NULL) WITHOUT ROWID");
        Execute(connection, "BEGIN");
        Check(raw.sqlite3_prepare_v2(connection.Handle, "INSERT INTO kv VALUES (?, ?)", out sqlite3_stmt insert));
        Span<byte> key = stackalloc byte[Math.Max(1, entries.TextLength)];
        foreach (long entry in entries.InKeyOrder())
        {
            if (entries.IsText)
            {
                KeySpace.WriteText(entry, key);
                Check(raw.sqlite3_bind_text(insert, 1, key));
            }
            else
            {
                Check(raw.sqlite3_bind_int64(insert, 1, (long)KeySpace.Number(entry)));
            }

            Check(raw.sqlite3_bind_int64(insert, 2, (long)KeySpace.Value(entry)));
            Check(raw.sqlite3_step(insert));
            Check(raw.sqlite3_reset(insert));
        }

        insert.Dispose();
        Execute(connection, "COMMIT");
    }

    public override Contender Lookups(Queries queries, Pattern pattern, int operations) => queries switch
    {
        TextQueries text => Contender(new TextLookup(_statement, text), pattern, queries, operations),
        NumberQueries numbers => Contender(new NumberLookup(_statement, numbers), pattern, queries, operations),
        _ => throw new ArgumentException($"Unknown queries: {queries}.", nameof(queries)),
    };

    /// <summary>One lookup of a text key, for start-up scenarios.</summary>
    public bool TryGet(ReadOnlySpan<byte> key, out ulong value)
    {
        raw.sqlite3_bind_text(_statement, 1, key);
        return Step(_statement, out value);
    }

    public override void Dispose()
    {
        _statement.Dispose();
        _connection.Dispose();
    }

    public static SqliteConnection Connect(string path, bool readOnly)
    {
        Batteries_V2.Init();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
        }.ToString());
        connection.Open();
        return connection;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are written in this file; nothing of them comes from outside.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public static void Check(int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            throw new InvalidOperationException($"SQLite answers {result}: {raw.sqlite3_errstr(result).utf8_to_string()}.");
        }
    }

    private static bool Step(sqlite3_stmt statement, out ulong value)
    {
        bool found = raw.sqlite3_step(statement) == raw.SQLITE_ROW;
        value = found ? (ulong)raw.sqlite3_column_int64(statement, 0) : 0;
        raw.sqlite3_reset(statement);
        return found;
    }

    private readonly struct TextLookup(sqlite3_stmt statement, TextQueries queries) : ILookup
    {
        public bool TryGet(int query, out ulong value)
        {
            raw.sqlite3_bind_text(statement, 1, queries.Utf8(query));
            return Step(statement, out value);
        }
    }

    private readonly struct NumberLookup(sqlite3_stmt statement, NumberQueries queries) : ILookup
    {
        public bool TryGet(int query, out ulong value)
        {
            raw.sqlite3_bind_int64(statement, 1, (long)queries.Keys[query]);
            return Step(statement, out value);
        }
    }
}
