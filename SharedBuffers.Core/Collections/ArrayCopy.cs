using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;

namespace SharedBuffers.Collections;

/// <summary>Copies an array of several files, and the indexes over it, into a file under construction. It knows bytes, offsets and keys, never what a record means.</summary>
/// <remarks>
/// The rows of a file are copied as one piece, so that whatever leads from a record to another one still does: several keys to one record, records to values that they share.
/// Every offset grows by the same number. Only where records are to be left out for good, and share nothing, are they copied one by one.
/// </remarks>
internal sealed class ArrayCopy(BundleBuilder builder, CopiedArrayBuilder array, IReadOnlyList<IndexWriter> indexes)
{
    /// <summary>Once for so many keys cancellation is looked at, and pages of the source that were read leave the process.</summary>
    private const int CheckEvery = 1 << 12;

    private int _untilCheck = CheckEvery;

    /// <summary>Copies all rows of an array.</summary>
    /// <param name="source">The array.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="sources">The indexes over it, in the order of those here.</param>
    /// <param name="keyed">The one of them whose keys <paramref name="isHidden"/> knows; null without it.</param>
    /// <param name="isHidden">Records that are neither listed nor found here, though their bytes are; null for none.</param>
    /// <exception cref="CorruptBufferException">The file is damaged.</exception>
    public void AppendRows(BundleArray source, RecordArea rows, IReadOnlyList<KeyIndex> sources, KeyIndex? keyed, KeyFilter? isHidden)
    {
        BufferView view = rows.View;
        long delta = array.CopyRows(view, Math.Min(array.HeadLength, view.Length), view.Length, source.Offsets.SharesValues);

        // Where keys lie before the records, a record and its key are hidden together.
        bool hidesRecords = isHidden is not null && array.PrimaryIndex is not null;
        long previous = 0;
        for (long i = 0; i < source.Count; i++)
        {
            long offset = source.Offsets.GetOffset(i);
            rows.CheckRecord(offset);
            CheckFollows(rows, previous, offset);
            previous = offset;
            if (!hidesRecords || !isHidden!(rows.GetStoredKey(offset, source.KeyKind)))
            {
                array.Add(offset + delta);
            }
        }

        for (int i = 0; i < indexes.Count; i++)
        {
            AppendKeys(sources[i], indexes[i], delta, sources[i] == keyed, isHidden);
        }
    }

    /// <summary>Copies the records that are not hidden, one by one.</summary>
    /// <param name="source">The only index over the array. Its keys lie before the records, which share nothing.</param>
    /// <param name="isHidden">Records that are not copied.</param>
    /// <exception cref="CorruptBufferException">The file is damaged.</exception>
    public void AppendVisible(KeyIndex source, KeyFilter isHidden)
    {
        RecordArea rows = source.Records;
        BufferView view = rows.View;
        for (long i = 0; i < source.Offsets.Count; i++)
        {
            // A record reaches to the key of the next one.
            long offset = source.Offsets.GetOffset(i);
            long start = rows.GetKeyStart(offset, source.KeyKind);
            long end = i + 1 < source.Offsets.Count ? rows.GetKeyStart(source.Offsets.GetOffset(i + 1), source.KeyKind) : view.Length;
            CheckFollows(rows, offset, end);
            StoredKey key = rows.GetStoredKey(offset, source.KeyKind);
            if (!isHidden(key))
            {
                long copied = offset + array.CopyRows(view, start, end, sharesValues: false);
                array.Add(copied);
                indexes[0].Add(key, copied);
            }
        }
    }

    private void AppendKeys(KeyIndex source, IndexWriter target, long delta, bool isKeyed, KeyFilter? isHidden)
    {
        long position = -1;
        while (source.TryMoveNext(ref position, out ulong entry))
        {
            if (--_untilCheck == 0)
            {
                builder.Options.CancellationToken.ThrowIfCancellationRequested();
                source.Records.View.Region.ForgetPages();
                _untilCheck = CheckEvery;
            }

            StoredKey key = source.GetStoredKey(position, entry);
            if (isHidden is not null && isKeyed && isHidden(key))
            {
                continue;
            }

            long count = source.CountOf(entry);
            for (long i = 0; i < count; i++)
            {
                long offset = source.OffsetOf(entry, i);
                source.Records.CheckRecord(offset);
                if (isHidden is null || isKeyed || !isHidden(source.Records.GetStoredKey(offset, source.Array.KeyKind)))
                {
                    target.Add(key, offset + delta);
                }
            }
        }
    }

    private static void CheckFollows(RecordArea rows, long previous, long next)
    {
        if (next <= previous)
        {
            ThrowHelper.Corrupt($"A record at {previous} is followed by one at {next}", rows.View.Offset);
        }
    }
}
