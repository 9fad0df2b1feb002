using SharedBuffers.Diagnostics;

namespace SharedBuffers.Indexes;

/// <summary>Applies a duplicate policy to a sorted run: equal keys have equal hashes, so they are neighbours.</summary>
internal static class DuplicateFilter
{
    /// <summary>Moves the entries that stay to the front, in order.</summary>
    /// <returns>How many stay.</returns>
    public static int Settle(EntryRun run, DuplicatePolicy policy, ITableEncoding encoding)
    {
        Span<SortEntry> entries = run.Entries;
        int kept = 0;
        int groupStart = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            SortEntry entry = entries[i];
            if (kept == 0 || entries[kept - 1].Hash != entry.Hash)
            {
                groupStart = kept;
                entries[kept++] = entry;
                continue;
            }

            // Different keys of equal hash are rare: the group is nearly always the one entry before.
            int twin = groupStart;
            while (twin < kept && !encoding.KeysEqual(run, entries[twin], entry))
            {
                twin++;
            }

            if (twin == kept)
            {
                entries[kept++] = entry;
                continue;
            }

            switch (policy)
            {
                case DuplicatePolicy.KeepFirst:
                    encoding.OnDropped(run, entry);
                    break;
                case DuplicatePolicy.KeepLast:
                    encoding.OnDropped(run, entries[twin]);
                    entries[(twin + 1)..kept].CopyTo(entries[twin..]);
                    entries[kept - 1] = entry;
                    break;
                default:
                    ThrowHelper.DuplicateKey(encoding.DescribeKey(run, entry));
                    break;
            }
        }

        return kept;
    }
}
