using System.Runtime.Intrinsics;

namespace SharedBuffers.Indexes;

/// <summary>
/// Decides whether a slot whose tag fits holds the wanted key. Implemented by structs, so that the search is compiled for each of them without a call in between.
/// </summary>
internal unsafe interface IRawSlotMatcher
{
    /// <summary>Whether slots are so long that one often reaches into the line after its first: a search then prefetches two lines.</summary>
    static abstract bool PrefetchesTwoLines { get; }

    /// <summary>Address of the slot at an index. It reads nothing: an index behind the last slot has an address too, to be asked for ahead.</summary>
    static abstract byte* SlotAt(RawTable table, ulong index);

    /// <summary>What a slot has for a value.</summary>
    static abstract ulong ReadValue(RawTable table, byte* slot);

    /// <summary>Compares. It calls nothing: what is alive in a lookup across a call has to be in memory, whether the call is made or not.</summary>
    /// <param name="slot">A slot that lies in the table with all its bytes.</param>
    /// <param name="value">What <see cref="ReadValue"/> gives for it.</param>
    /// <returns>
    /// Zero where the slot holds the key, as a vector, because the compiler makes a number of every truth that comes from two places. Not zero also where the value
    /// cannot be; <see cref="Check"/> then tells.
    /// </returns>
    Vector128<byte> DifferenceFrom(byte* slot, ulong value);

    /// <summary>Throws when the value of a slot cannot be. Asked where the first comparison of a search did not end it.</summary>
    /// <exception cref="SharedBuffers.Diagnostics.CorruptBufferException">The table is damaged.</exception>
    void Check(ulong value);

    /// <summary>Searches without an end to groups and candidates, where the first ones did not tell. It calls the search: what that needs of a key decides what lookups keep in registers.</summary>
    /// <param name="table">The table.</param>
    /// <param name="hash">Hash of the key.</param>
    /// <param name="value">What the slot has for a value, or 0.</param>
    bool TryFindFurther(RawTable table, ulong hash, out ulong value);
}
