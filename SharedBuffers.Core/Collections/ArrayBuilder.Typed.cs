using SharedBuffers.Files;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

/// <summary>An array of records without keys under construction; indexes can be added over it.</summary>
/// <typeparam name="T">What is added.</typeparam>
public sealed class ArrayBuilder<T> : ArrayBuilder
{
    private readonly RecordPacker<T> _packer;

    internal ArrayBuilder(BundleBuilder bundle, string name, RecordPacker<T> packer, SectionStream? section)
        : base(bundle, name, KeyKind.None, packer.Schema, section) => _packer = packer;

    /// <summary>Stores a record.</summary>
    /// <returns>What indexes refer to it by.</returns>
    /// <exception cref="OperationCanceledException">The token of the options asked for it.</exception>
    /// <exception cref="IOException">The disk is full or fails; the file cannot be completed.</exception>
    public RecordReference Add(T value)
    {
        BeforeAdd();
        return Added(Records.Append(_packer, value));
    }
}
