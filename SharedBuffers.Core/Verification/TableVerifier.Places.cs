using SharedBuffers.Layout;

namespace SharedBuffers.Verification;

/// <remarks>Values of dense keys: one a place, or all ones. The first and the last place are taken, so that there is one table for the same keys.</remarks>
internal sealed partial class TableVerifier
{
    private void VerifyPlaces()
    {
        ulong missing = _header.ValueWidth == sizeof(uint) ? uint.MaxValue : ulong.MaxValue;
        ulong greatestKey = _header.Kind == HashTableKind.UInt32Keys ? uint.MaxValue : ulong.MaxValue;
        for (long place = 0; place < _shape.SlotCount; place++)
        {
            ulong value = ReadValue(Position(place));
            if (value != missing)
            {
                CheckValues(value, unchecked(_header.Seed + (ulong)place) & greatestKey, place, At(place));
                _count++;
            }
            else
            {
                Expect.That(place > 0 && place < _shape.SlotCount - 1, At(place), $"the {(place == 0 ? "first" : "last")} place of the table of dense keys has no value");
            }

            _work.Advance(_step, place + 1, _shape.SlotCount);
        }

        for (long position = Position(_shape.SlotCount); position < _shape.HeapOffset; position++)
        {
            Expect.That(_shape.View.Read<byte>(position) == 0, _shape.View.Offset + position, "the bytes behind the values of dense keys are not zero");
        }
    }
}
