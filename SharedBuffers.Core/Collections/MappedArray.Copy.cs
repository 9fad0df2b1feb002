using SharedBuffers.Files;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

public sealed partial class MappedArray<TView>
{
    private const int CopyLength = 1 << 20;

    /// <summary>Copies the array to a file of its own, record by record the same bytes, whatever else the file it lies in has. The copy of an array file is the same file.</summary>
    /// <param name="path">Where the file will be. It appears as a whole or not at all; an existing one is replaced.</param>
    /// <returns>Hash of the content of the new file.</returns>
    /// <remarks>
    /// What is copied is compared with its checksums first, so that damage is not sealed with new ones. Where the file is mapped for writing, its records may have been changed
    /// in place and are copied as they are: that is how a file whose numbers have changed gets checksums that fit.
    /// </remarks>
    /// <exception cref="Diagnostics.CorruptBufferException">The bytes do not match their checksums. Nothing was published.</exception>
    /// <inheritdoc cref="BundleBuilder(string, BuildOptions?)" path="/exception"/>
    public ulong CopyTo(string path)
    {
        using var copy = new BufferFileWriter(path);
        foreach (SectionKind kind in (ReadOnlySpan<SectionKind>)[SectionKind.Schema, SectionKind.Rows, SectionKind.ArrayIndex])
        {
            Copy(_array.File, _array.File.GetSection(kind, Name), copy);
        }

        copy.Publish();
        return copy.FileId;
    }

    private static void Copy(BufferFile file, FileSection section, BufferFileWriter copy)
    {
        using SectionStream target = copy.BeginSection(section.Kind, MappedArray.ArrayName);
        for (long block = 0; block < section.BlockCount && !file.Region.IsWritable; block++)
        {
            file.VerifyBlock(section, block);
        }

        var bytes = file.GetView(section);
        for (long done = 0; done < bytes.Length; done += CopyLength)
        {
            target.Write(bytes.GetSpan(done, (int)Math.Min(CopyLength, bytes.Length - done)));
        }

        target.Count = section.Count;
    }
}
