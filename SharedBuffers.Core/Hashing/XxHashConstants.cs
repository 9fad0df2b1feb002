namespace SharedBuffers.Hashing;

/// <summary>The prime constants of the xxHash family, with the names of its specification.</summary>
internal static class XxHashConstants
{
    public const uint Prime32_1 = 0x9E3779B1;
    public const uint Prime32_2 = 0x85EBCA77;
    public const uint Prime32_3 = 0xC2B2AE3D;
    public const uint Prime32_4 = 0x27D4EB2F;
    public const uint Prime32_5 = 0x165667B1;

    public const ulong Prime64_1 = 0x9E3779B185EBCA87;
    public const ulong Prime64_2 = 0xC2B2AE3D27D4EB4F;
    public const ulong Prime64_3 = 0x165667B19E3779F9;
    public const ulong Prime64_4 = 0x85EBCA77C2B2AE63;
    public const ulong Prime64_5 = 0x27D4EB2F165667C5;

    public const ulong PrimeMx1 = 0x165667919E3779F9;
    public const ulong PrimeMx2 = 0x9FB21C651E98DF25;
}
