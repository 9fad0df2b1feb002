using SharedBuffers.Schemas;

namespace SharedBuffers.Bench.Data;

/// <summary>A record of five numbers. Also the class that an array on the heap holds.</summary>
[SharedStruct]
internal partial class Reading
{
    public long Time;

    public double Value;

    public int Sensor;

    public short Quality;

    public bool IsFinal;

    /// <summary>The reading with an index: the same in every process.</summary>
    public static Reading Numbered(long index)
    {
        ulong seed = KeySpace.Number(index);
        return new Reading { Time = index, Value = seed % 1000 / 8.0, Sensor = (int)(seed >> 50), Quality = (short)(seed & 63), IsFinal = (seed & 64) != 0 };
    }
}
