using SharedBuffers.Diagnostics;

namespace SharedBuffers.Indexes;

/// <summary>Applies a duplicate policy to a sorted run: equal keys have equal hashes, so they are neighbours.</summary>
internal static class DuplicateFilter
{
    /// <summary>What the options want: all values of a key, or one.</summary>
    /// <returns>How many entries stay, at the front and in order.</returns>
    public static int Apply(EntryRun run, ITableEncoding encoding, IndexBuildOptions options, bool isMulti) =>
        isMulti
            ? Group(run, encoding, options.DiscardRepeatedPairs)
            : Settle(run, options.Duplicates, encoding, options.DiscardRepeatedPairs);

    /// <summary>Moves the entries that stay to the front, in order.</summary>
    /// <returns>How many stay.</returns>
    public static int Settle(EntryRun run, DuplicatePolicy policy, ITableEncoding encoding, bool discardRepeatedPairs)
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
                case DuplicatePolicy.Error when discardRepeatedPairs && run.PayloadOf(entries[twin]) == run.PayloadOf(entry):
                    // What it stands for stays, so nobody is told.
                    break;
                default:
                    ThrowHelper.DuplicateKey(encoding.DescribeKey(run, entry));
                    break;
            }
        }

        return kept;
    }

    /// <summary>
    /// Brings the entries of one key together where different keys of equal hash lie between them; their order stays. Keeps all of them, or all with different values.
    /// </summary>
    /// <returns>How many stay.</returns>
    public static int Group(EntryRun run, ITableEncoding encoding, bool discardRepeatedPairs)
    {
        Span<SortEntry> entries = run.Entries;
        int kept = 0;
        for (int start = 0; start < entries.Length;)
        {
            int end = start + 1;
            while (end < entries.Length && entries[end].Hash == entries[start].Hash)
            {
                end++;
            }

            // Each round moves the entries of the first key to the front. One round does, unless hashes collide.
            while (start < end)
            {
                int together = start + 1;
                for (int i = together; i < end; i++)
                {
                    SortEntry entry = entries[i];
                    if (encoding.KeysEqual(run, entries[start], entry))
                    {
                        entries[together..i].CopyTo(entries[(together + 1)..]);
                        entries[together++] = entry;
                    }
                }

                kept += Keep(run, entries[start..together], entries[kept..], discardRepeatedPairs);
                start = together;
            }
        }

        return kept;
    }

    // The destination starts at or before the group.
    private static int Keep(EntryRun run, ReadOnlySpan<SortEntry> group, Span<SortEntry> destination, bool discardRepeatedPairs)
    {
        if (!discardRepeatedPairs || group.Length == 1)
        {
            group.CopyTo(destination);
            return group.Length;
        }

        var seen = new HashSet<ulong>(group.Length);
        int kept = 0;
        foreach (SortEntry entry in group)
        {
            if (seen.Add(run.PayloadOf(entry)))
            {
                destination[kept++] = entry;
            }
        }

        return kept;
    }
}
