using SharedBuffers.Schemas;

namespace SharedBuffers.Bench.Data;

/// <summary>A record of as many slots as a schema can have. Slots that are zero are left unset.</summary>
[SharedStruct]
internal partial class WideRecord
{
    [Slot(OmitWhenDefault = true)]
    public int S00, S01, S02, S03, S04, S05, S06, S07, S08, S09, S10, S11, S12, S13, S14, S15;

    [Slot(OmitWhenDefault = true)]
    public int S16, S17, S18, S19, S20, S21, S22, S23, S24, S25, S26, S27, S28, S29, S30, S31;

    [Slot(OmitWhenDefault = true)]
    public int S32, S33, S34, S35, S36, S37, S38, S39, S40, S41, S42, S43, S44, S45, S46, S47;

    [Slot(OmitWhenDefault = true)]
    public int S48, S49, S50, S51, S52, S53, S54, S55, S56, S57, S58, S59, S60, S61, S62, S63;

    /// <summary>The record with an index.</summary>
    /// <param name="index">Its index.</param>
    /// <param name="isHalfEmpty">Whether every other slot is zero.</param>
    public static WideRecord Numbered(int index, bool isHalfEmpty)
    {
        int Number(int slot) => index + slot + 1;
        int Odd(int slot) => isHalfEmpty ? 0 : Number(slot);
        return new WideRecord
        {
            S00 = Number(0), S01 = Odd(1), S02 = Number(2), S03 = Odd(3),
            S04 = Number(4), S05 = Odd(5), S06 = Number(6), S07 = Odd(7),
            S08 = Number(8), S09 = Odd(9), S10 = Number(10), S11 = Odd(11),
            S12 = Number(12), S13 = Odd(13), S14 = Number(14), S15 = Odd(15),
            S16 = Number(16), S17 = Odd(17), S18 = Number(18), S19 = Odd(19),
            S20 = Number(20), S21 = Odd(21), S22 = Number(22), S23 = Odd(23),
            S24 = Number(24), S25 = Odd(25), S26 = Number(26), S27 = Odd(27),
            S28 = Number(28), S29 = Odd(29), S30 = Number(30), S31 = Odd(31),
            S32 = Number(32), S33 = Odd(33), S34 = Number(34), S35 = Odd(35),
            S36 = Number(36), S37 = Odd(37), S38 = Number(38), S39 = Odd(39),
            S40 = Number(40), S41 = Odd(41), S42 = Number(42), S43 = Odd(43),
            S44 = Number(44), S45 = Odd(45), S46 = Number(46), S47 = Odd(47),
            S48 = Number(48), S49 = Odd(49), S50 = Number(50), S51 = Odd(51),
            S52 = Number(52), S53 = Odd(53), S54 = Number(54), S55 = Odd(55),
            S56 = Number(56), S57 = Odd(57), S58 = Number(58), S59 = Odd(59),
            S60 = Number(60), S61 = Odd(61), S62 = Number(62), S63 = Odd(63),
        };
    }
}
