using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Collections;

/// <summary>Copies an array of several files, and the indexes over it, into a file under construction. It knows bytes, offsets and keys, never what a record means.</summary>
/// <remarks>
/// The rows of a file are copied as one piece, so that whatever leads from a record to another one still does: several keys to one record, records to values that they share.
/// Every offset grows by the same number. Only where records are to be left out for good, and share nothing, are they copied one by one.
/// </remarks>
internal sealed class ArrayCopy(BundleBuilder builder, CopiedArrayBuilder array, IReadOnlyList<IndexWriter> indexes)
{
    /// <summary>Rows are copied in pieces of this, which the second-level cache holds while their keys are read again.</summary>
    private const long PieceLength = 1 << 18;

    /// <summary>Once for so many bytes of rows cancellation is looked at, and pages of the source that were read leave the process.</summary>
    private const long CheckLength = 16 * PieceLength;

    /// <summary>What a key of a table counts for.</summary>
    private const long KeyLength = 64;

    private long _untilCheck = CheckLength;

    /// <summary>Copies all rows of an array.</summary>
    /// <param name="source">The array.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="sources">The indexes over it, in the order of those here.</param>
    /// <param name="keyed">The one of them whose keys <paramref name="isHidden"/> knows; null without it.</param>
    /// <param name="isHidden">Records that are neither listed nor found here, though their bytes are; null for none.</param>
    /// <exception cref="CorruptBufferException">The file is damaged.</exception>
    public void AppendRows(BundleArray source, RecordArea rows, IReadOnlyList<KeyIndex> sources, KeyIndex? keyed, KeyFilter? isHidden)
    {
        // Where keys lie before the records, they are read with them.
        IndexWriter[] primaries = [.. indexes.Where((_, i) => sources[i].Role == IndexRole.Primary)];
        CopyRows(source, rows, primaries, isHidden, out long delta);
        for (int i = 0; i < indexes.Count; i++)
        {
            if (sources[i].Role != IndexRole.Primary)
            {
                AppendKeys(sources[i], indexes[i], delta, sources[i] == keyed, isHidden);
            }
        }
    }

    private void CopyRows(BundleArray source, RecordArea rows, IndexWriter[] primaries, KeyFilter? isHidden, out long delta)
    {
        BufferView view = rows.View;
        long done = Math.Min(array.HeadLength, view.Length);
        delta = array.BeginRows(done, source.Offsets.SharesValues);
        long listed = 0;
        long previous = done - 1;
        while (done < view.Length)
        {
            long end = Math.Min(done + PieceLength, view.Length);
            array.AppendRows(view, done, end);
            for (long offset; listed < source.Count && (offset = source.Offsets.GetOffset(listed)) < end; listed++)
            {
                rows.CheckRecord(offset);
                CheckFollows(rows, previous, offset);
                previous = offset;
                List(source, rows, offset, delta, primaries, isHidden);
            }

            Check(view, end - done);
            done = end;
        }

        if (listed < source.Count)
        {
            ThrowHelper.Corrupt($"A record at {source.Offsets.GetOffset(listed)} lies outside of {view.Length} bytes of rows", view.Offset);
        }
    }

    // A record and the key before it are hidden together; where keys lie elsewhere, the record stays in the list.
    private void List(BundleArray source, RecordArea rows, long offset, long delta, IndexWriter[] primaries, KeyFilter? isHidden)
    {
        StoredKey key = default;
        bool isVisible = true;
        bool hidesRecords = isHidden is not null && array.PrimaryIndex is not null;
        if (primaries.Length > 0 || hidesRecords)
        {
            key = rows.GetStoredKey(offset, source.KeyKind);
            isVisible = isHidden is null || !isHidden(key);
        }

        if (isVisible || !hidesRecords)
        {
            array.Add(offset + delta);
        }

        if (isVisible)
        {
            foreach (IndexWriter index in primaries)
            {
                index.Add(key, offset + delta);
            }
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
                long copied = offset + array.BeginRows(start, sharesValues: false);
                array.AppendRows(view, start, end);
                array.Add(copied);
                indexes[0].Add(key, copied);
            }

            Check(view, end - start);
        }
    }

    private void AppendKeys(KeyIndex source, IndexWriter target, long delta, bool isKeyed, KeyFilter? isHidden)
    {
        long position = -1;
        while (source.TryMoveNext(ref position, out ulong entry))
        {
            Check(source.Records.View, KeyLength);
            StoredKey key = source.GetStoredKey(position, entry);
            if (isHidden is not null && isKeyed && isHidden(key))
            {
                continue;
            }

            foreach (ulong place in source.PlacesOf(entry))
            {
                long offset = KeyIndex.OffsetOf(place);
                source.Records.CheckRecord(offset);
                if (isHidden is null || isKeyed || !isHidden(source.Records.GetStoredKey(offset, source.Array.KeyKind)))
                {
                    target.Add(key, offset + delta);
                }
            }
        }
    }

    private void Check(BufferView view, long read)
    {
        _untilCheck -= read;
        if (_untilCheck <= 0)
        {
            builder.Options.CancellationToken.ThrowIfCancellationRequested();
            view.Region.ForgetPages();
            _untilCheck = CheckLength;
        }
    }

    private static void CheckFollows(RecordArea rows, long previous, long next)
    {
        if (next <= previous)
        {
            ThrowHelper.Corrupt($"A record at {next} does not lie behind {previous}", rows.View.Offset);
        }
    }
}
