// A service reduced to its start: opens an id mapper and answers one lookup, twice. The scenario "open" publishes it without a just-in-time compiler and starts it;
// it says what OpenChild says.
using System.Diagnostics;
using System.Globalization;
using System.Text;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Indexes;

string path = args[0];
byte[] key = Encoding.ASCII.GetBytes(args[1]);
ulong wanted = ulong.Parse(args[2], CultureInfo.InvariantCulture);
for (int attempt = 0; attempt < 2; attempt++)
{
    long start = Stopwatch.GetTimestamp();
    ulong value;
    using (StringIdMapper mapper = StringIdMapper.Open(path))
    {
        value = mapper[key];
    }

    long end = Stopwatch.GetTimestamp();
    if (value != wanted)
    {
        Console.Error.WriteLine($"The answer is {value} instead of {wanted}.");
        return 1;
    }

    double nanoseconds = (end - start) * (1e9 / Stopwatch.Frequency);
    Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(attempt == 0 ? "first" : "again")}={nanoseconds:R}"));
    if (attempt == 0)
    {
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"answered_at={end}"));
    }
}

Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak={ProcessMemory.PeakResident() ?? 0}"));
return 0;
