using Microsoft.Data.Sqlite;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;
using SQLitePCL;

namespace SharedBuffers.Bench.Peers;

/// <summary>The same records as rows of a clustered SQLite table, read as <see cref="SqliteStore"/> reads.</summary>
internal sealed class SqliteRecords : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3_stmt _statement;

    private SqliteRecords(string path)
    {
        _connection = SqliteStore.Connect(path, readOnly: true);
        SqliteStore.Execute(_connection, "PRAGMA mmap_size = 17179869184");
        SqliteStore.Execute(_connection, "BEGIN");
        SqliteStore.Check(raw.sqlite3_prepare_v2(_connection.Handle, "SELECT stock, price, name FROM product WHERE k = ?", out _statement));
    }

    public static SqliteRecords Build(string path, Entries entries)
    {
        File.Delete(path);
        using (SqliteConnection connection = SqliteStore.Connect(path, readOnly: false))
        {
            SqliteStore.Execute(connection, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
            SqliteStore.Execute(connection, "CREATE TABLE product (k TEXT PRIMARY KEY, name TEXT, price REAL, stock INTEGER, rating INTEGER, sizes TEXT, tags TEXT) WITHOUT ROWID");
            SqliteStore.Execute(connection, "BEGIN");
            Insert(connection, entries);
            SqliteStore.Execute(connection, "COMMIT");
        }

        return new SqliteRecords(path);
    }

    public Contender Lookups(TextQueries queries, Pattern pattern, int operations) =>
        Lookup.Contender(SqliteStore.StoreName, Role.Peer, new RowLookup(_statement, queries), pattern, queries, operations);

    public void Dispose()
    {
        _statement.Dispose();
        _connection.Dispose();
    }

    private static void Insert(SqliteConnection connection, Entries entries)
    {
        SqliteStore.Check(raw.sqlite3_prepare_v2(connection.Handle, "INSERT INTO product VALUES (?, ?, ?, ?, ?, ?, ?)", out sqlite3_stmt insert));
        Span<byte> key = stackalloc byte[entries.TextLength];
        foreach (long entry in entries.InKeyOrder())
        {
            KeySpace.WriteText(entry, key);
            var product = Product.Numbered(entry);
            SqliteStore.Check(raw.sqlite3_bind_text(insert, 1, key));
            SqliteStore.Check(raw.sqlite3_bind_text(insert, 2, product.Name));
            SqliteStore.Check(product.Price is { } price ? raw.sqlite3_bind_double(insert, 3, price) : raw.sqlite3_bind_null(insert, 3));
            SqliteStore.Check(raw.sqlite3_bind_int64(insert, 4, product.Stock));
            SqliteStore.Check(raw.sqlite3_bind_int64(insert, 5, product.Rating));
            SqliteStore.Check(raw.sqlite3_bind_text(insert, 6, string.Join(',', product.Sizes)));
            SqliteStore.Check(raw.sqlite3_bind_text(insert, 7, string.Join(',', product.Tags)));
            SqliteStore.Check(raw.sqlite3_step(insert));
            SqliteStore.Check(raw.sqlite3_reset(insert));
        }

        insert.Dispose();
    }

    private readonly struct RowLookup(sqlite3_stmt statement, TextQueries queries) : ILookup
    {
        public bool TryGet(int query, out ulong value)
        {
            raw.sqlite3_bind_text(statement, 1, queries.Utf8(query));
            bool found = raw.sqlite3_step(statement) == raw.SQLITE_ROW;
            value = found
                ? (ulong)raw.sqlite3_column_int64(statement, 0) + (ulong)raw.sqlite3_column_double(statement, 1) + (ulong)raw.sqlite3_column_bytes(statement, 2)
                : 0;
            raw.sqlite3_reset(statement);
            return found;
        }
    }
}
