using SharedBuffers.Files;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;

namespace SharedBuffers.Cli.Output;

/// <summary>What <c>info</c> tells of an id mapper that keeps no keys.</summary>
/// <param name="Name">Name of its section.</param>
/// <param name="FingerprintBits">Bits kept of each key.</param>
/// <param name="FalsePositiveRate">The share of absent keys for which it finds something.</param>
/// <param name="ValueCount">Values of all keys.</param>
internal sealed record ApproximateMapper(string Name, int FingerprintBits, double FalsePositiveRate, long ValueCount)
{
    /// <summary>All of a file, from the headers of its id mappers.</summary>
    public static IEnumerable<ApproximateMapper> ReadAll(BufferFile file)
    {
        foreach (FileSection section in file.Sections.Where(section => section.Kind == SectionKind.IdMapper))
        {
            if (ApproximateStringIdMultiMapper.TryOpen(file.GetView(section), out ApproximateStringIdMultiMapper? mapper))
            {
                yield return new ApproximateMapper(section.Name, mapper.FingerprintBits, mapper.FalsePositiveRate, mapper.ValueCount);
            }
        }
    }
}
