using System.Diagnostics;
using SharedBuffers.Cli.Columns;
using SharedBuffers.Cli.Input;
using SharedBuffers.Cli.Output;
using SharedBuffers.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;

namespace SharedBuffers.Cli.Building;

/// <summary>From an input to a published file: infer the types if they were not given, read the records, add each under its key.</summary>
internal sealed class BuildJob(BuildRequest request, CommandContext context)
{
    /// <summary>Progress and cancellation are looked at once for so many records.</summary>
    private const int ReportEvery = 1 << 12;

    private IProgress<WorkProgress>? _progress;

    public void Run()
    {
        long started = Stopwatch.GetTimestamp();
        CheckFolders();
        long count = 0;
        IReadOnlyList<string> warnings = [];
        IReadOnlyList<Column>? columns = request.Columns;
        ProgressDisplay.Run(context.Terminal, progress =>
        {
            _progress = progress;
            using InputSource source = InputSource.Open(request.Input, readTwice: columns is null, request.TempDirectory, context.Cancellation);
            try
            {
                columns ??= Infer(source);
                (count, warnings) = Build(source, columns);
            }
            catch (InputException e)
            {
                e.Input = request.Input == InputSource.StandardInput ? "standard input" : request.Input;
                throw;
            }
        });

        if (request.Columns is null)
        {
            context.Terminal.Say($"schema: {SchemaSyntax.Format(columns!)}");
        }

        foreach (string warning in warnings)
        {
            context.Terminal.Say($"note: {warning}");
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        ShardFiles? shards = request.Shards is null ? null : ShardFiles.TryOpen(request.Output);
        string files = shards is null ? "" : $" in {Sizes.FormatCount(shards.Manifest.Shards.Count, "shard")}";
        long length = shards?.Length ?? new FileInfo(request.Output).Length;
        context.Terminal.Say(
            $"{request.Output}: {DescribeCount(count, shards)}{files}, {Sizes.Format(length)}, {Sizes.FormatSeconds(elapsed)} ({Sizes.FormatCount((long)(count / elapsed.TotalSeconds))} records/s)");
    }

    /// <summary>Folders are looked at before an input that may take hours to read.</summary>
    private void CheckFolders()
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(request.Output))!;
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"--output: there is no folder '{folder}'");
        }

        if (!Directory.Exists(request.TempDirectory))
        {
            throw new DirectoryNotFoundException($"--temp: there is no folder '{request.TempDirectory}'");
        }
    }

    /// <summary>The records of the file, and how many of the input had to go because of their keys.</summary>
    private string DescribeCount(long added, ShardFiles? shards)
    {
        if (request.Duplicates == DuplicatePolicy.Error)
        {
            return Sizes.FormatCount(added, "record");
        }

        long kept = shards?.Manifest.Count ?? CountRecords();
        return Sizes.FormatCount(kept, "record") + (kept < added ? $" ({Sizes.FormatCount(added - kept)} with a repeated key left out)" : "");
    }

    private long CountRecords()
    {
        using var bundle = Bundle.Open(request.Output);
        return bundle.Arrays[0].Count;
    }

    private IReadOnlyList<Column> Infer(InputSource source)
    {
        using Stream stream = source.OpenPass();
        Action<long> report = Reporter("types", source.Length);
        return request.Format == InputFormat.Jsonl
            ? JsonInference.Infer(stream, report, context.Cancellation)
            : DelimitedInference.Infer(stream, request.Format, report, context.Cancellation);
    }

    private (long Count, IReadOnlyList<string> Warnings) Build(InputSource source, IReadOnlyList<Column> columns)
    {
        var key = new RecordKey(columns, request.Key, request.KeyType);
        var options = new BuildOptions
        {
            Duplicates = request.Duplicates,
            MemoryBudget = request.MemoryBudget,
            TempDirectory = request.TempDirectory,
            CancellationToken = context.Cancellation,
            Progress = _progress is null ? null : new IndexProgress(_progress),
        };
        using Stream stream = source.OpenPass();
        using IRecordReader reader = OpenReader(stream, columns);
        var packer = new CellPacker(columns);
        Action<long> report = Reporter("records", source.Length);
        try
        {
            long count = key.Type switch
            {
                KeyType.UInt32 => Fill<uint>(packer, options, reader, report, (builder, record) => builder.Add((uint)key.GetNumber(record, reader.LineNumber), record)),
                KeyType.Object => Fill<object>(packer, options, reader, report, (builder, record) => builder.Add(key.GetObject(record), record)),
                KeyType.UInt64 => Fill<ulong>(packer, options, reader, report, (builder, record) => builder.Add(key.GetNumber(record, reader.LineNumber), record)),
                _ => Fill<string>(packer, options, reader, report, (builder, record) => builder.Add(key.GetText(record, reader.LineNumber), record)),
            };
            return (count, [.. reader.Warnings]);
        }
        catch (DuplicateKeyException e)
        {
            using Stream? again = source.IsRepeatable ? source.OpenPass() : null;
            using IRecordReader? from = again is null ? null : OpenReader(again, columns);
            throw RepeatedKey.Locate(e, key, columns, from, context.Cancellation);
        }
    }

    private IRecordReader OpenReader(Stream stream, IReadOnlyList<Column> columns) => request.Format == InputFormat.Jsonl
        ? new JsonRecordReader(stream, columns)
        : new DelimitedRecordReader(stream, request.Format, columns);

    private long Fill<TKey>(
        CellPacker packer, BuildOptions options, IRecordReader reader, Action<long> report, Action<RecordSink<TKey>, Record> add)
        where TKey : notnull
    {
        using var builder = new RecordSink<TKey>(request, packer, options);
        var record = new Record(packer.Columns);
        long count = 0;
        for (; reader.Read(record); count++)
        {
            add(builder, record);
            report(reader.Consumed);
        }

        builder.Publish();
        return count;
    }

    /// <summary>Passes every so many calls on to the progress bar.</summary>
    private Action<long> Reporter(string step, long? length)
    {
        if (_progress is not { } progress)
        {
            return static _ => { };
        }

        int calls = 0;
        return consumed =>
        {
            if (++calls % ReportEvery == 0)
            {
                progress.Report(new WorkProgress(step, consumed, length ?? -1));
            }
        };
    }

    /// <summary>The steps of the builder, without the one that the reader reports in bytes.</summary>
    private sealed class IndexProgress(IProgress<WorkProgress> progress) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
            if (value.Step != "records")
            {
                progress.Report(value);
            }
        }
    }
}
