namespace SharedBuffers.Tests.Indexes;

/// <summary>Random byte-string keys, distinct, of the lengths asked for; most are no UTF-8.</summary>
internal static class RandomKeys
{
    public static List<byte[]> Distinct(Random random, int count, int minLength, int maxLength)
    {
        var seen = new HashSet<string>();
        var keys = new List<byte[]>(count);
        while (keys.Count < count)
        {
            byte[] key = new byte[random.Next(minLength, maxLength + 1)];
            random.NextBytes(key);
            if (seen.Add(Convert.ToHexString(key)))
            {
                keys.Add(key);
            }
        }

        return keys;
    }
}
