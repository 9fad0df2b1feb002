using SharedBuffers.Packing;

namespace SharedBuffers.Indexes;

internal sealed unsafe partial class RawTable
{
    /// <summary>Reads the slots of byte-string keys one after the other, in blocks that are copied from the file. Keys in the heap are read where they lie.</summary>
    /// <remarks>
    /// PERF: scenario merge. Pages of the mapped file would be faulted in, each with a wait at its first line, and would count as memory of the process. Positions may go back to the start;
    /// what else they do costs a block each time.
    /// </remarks>
    /// <param name="table">The table.</param>
    /// <param name="blockLength">Bytes of a block; one slot at least is read.</param>
    internal sealed class SlotReader(RawTable table, int blockLength) : IDisposable
    {
        private readonly int _slotsOfABlock = Math.Max(1, blockLength / ((int)table._stride + 1));
        private readonly PackBuffer _buffer = new();
        private byte* _tags;
        private byte* _slots;
        private ulong _first;
        private ulong _count;

        /// <summary>Key and value of an occupied slot; false for an empty one. The key is good until the next call.</summary>
        /// <param name="position">Below <see cref="PositionCount"/>.</param>
        /// <param name="key">The key.</param>
        /// <param name="value">What the slot has for a value.</param>
        public bool TryRead(long position, out ReadOnlySpan<byte> key, out ulong value)
        {
            ulong index = (ulong)position - _first;
            if (index >= _count)
            {
                Load(position);
                index = 0;
            }

            // SAFETY: index < _count: tag and slot are in the block, whose memory stays where it is until Dispose.
            if (_tags[index] == 0)
            {
                key = default;
                value = 0;
                return false;
            }

            byte* slot = _slots + (index * table._stride);
            key = table.KeyOf(slot, position);
            value = table.ReadValue(slot);
            return true;
        }

        /// <summary>Frees the block.</summary>
        public void Dispose()
        {
            _count = 0;
            _buffer.Dispose();
        }

        private void Load(long position)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)position, table._slotCount, nameof(position));
            int count = (int)Math.Min((ulong)_slotsOfABlock, table._slotCount - (ulong)position);
            _count = 0;
            _buffer.Clear();
            Span<byte> block = _buffer.AppendSpan(count * ((int)table._stride + 1));
            table._region.ReadWithoutMapping(table._tagsOffset + position, block[..count]);
            table._region.ReadWithoutMapping(table._tagsOffset + (long)(table._slotsStart + ((ulong)position * table._stride)), block[count..]);

            // SAFETY: native memory: it does not move, and the block is no longer than the first one, so that it does not grow either.
            fixed (byte* memory = block)
            {
                _tags = memory;
                _slots = memory + count;
            }

            _first = (ulong)position;
            _count = (ulong)count;
        }
    }
}
