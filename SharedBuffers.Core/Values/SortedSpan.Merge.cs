using System.Numerics;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Values;

public static partial class SortedSpan
{
    /// <summary>Merges two sorted spans into one. Stable: of equal elements those of <paramref name="left"/> come first. O(length).</summary>
    /// <returns>How many elements were written: all of both.</returns>
    /// <exception cref="ArgumentException">The destination is too short, or overlaps what is merged.</exception>
    public static int Merge<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> destination)
        where T : unmanaged, INumber<T> => MergeRows(left, right, destination, 1);

    /// <summary>
    /// Merges two indexes: rows of numbers that lie one behind the other, sorted by the first of each row, its key. Stable: of equal keys the rows of <paramref name="left"/> come first.
    /// O(length).
    /// </summary>
    /// <param name="left">Rows: key, value, key, value, … when a row has two columns.</param>
    /// <param name="right">Rows likewise.</param>
    /// <param name="destination">Where to; must not overlap the others.</param>
    /// <param name="columns">Numbers in a row.</param>
    /// <returns>How many rows were written: all of both.</returns>
    /// <exception cref="ArgumentException">The destination is too short, overlaps what is merged, or a span ends inside a row.</exception>
    public static int MergeRows<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> destination, int columns = 2)
        where T : unmanaged, INumber<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        if (left.Length % columns != 0 || right.Length % columns != 0)
        {
            ThrowHelper.Argument($"{left.Length} and {right.Length} numbers are no whole rows of {columns}.", nameof(columns));
        }

        long total = (long)left.Length + right.Length;
        if (destination.Length < total)
        {
            ThrowHelper.Argument($"The destination has room for {destination.Length} of {total} numbers.", nameof(destination));
        }

        if (destination.Overlaps(left) || destination.Overlaps(right))
        {
            ThrowHelper.Argument("The destination overlaps what is merged.", nameof(destination));
        }

        int at = 0;
        while (!left.IsEmpty && !right.IsEmpty)
        {
            // Runs of one side are copied as a whole: one comparison a row, none to copy it.
            bool fromRight = IsLess(right[0], left[0]);
            ReadOnlySpan<T> source = fromRight ? right : left;
            T limit = fromRight ? left[0] : right[0];
            int run = columns;
            while (run < source.Length && (fromRight ? IsLess(source[run], limit) : !IsLess(limit, source[run])))
            {
                run += columns;
            }

            source[..run].CopyTo(destination[at..]);
            at += run;
            left = fromRight ? left : left[run..];
            right = fromRight ? right[run..] : right;
        }

        ReadOnlySpan<T> rest = left.IsEmpty ? right : left;
        rest.CopyTo(destination[at..]);
        return (at + rest.Length) / columns;
    }
}
