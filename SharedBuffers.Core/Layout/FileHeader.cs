using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace SharedBuffers.Layout;

/// <summary>
/// First 64 bytes of a native file. <c>docs/format/file.md</c> specifies it.
/// </summary>
/// <remarks>
/// <code>
/// offset width field
///      0     8 magic             53 42 55 46 0D 0A 1A 0A, "SBUF\r\n\x1A\n"
///      8     2 format version    1 and up; the version that wrote the file
///     10     2 reader version    1 and up; the oldest version that can read the file
///     12     4 flags             0; a reader refuses flags it does not know in the upper 16 bits and skips those in the lower
///     16     8 file length       bytes, this header included
///     24     8 directory offset  bytes from the start of the file, multiple of 8
///     32     8 directory length  bytes; the directory is the end of the file
///     40     8 file id           XXH3-64 of the directory, which holds a checksum of every section
///     48     4 section count     entries of the directory
///     52     4 block length      bytes that one block checksum covers: 1048576
///     56     8 header checksum   XXH3-64 of the 56 bytes before
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct FileHeader
{
    public const int Size = 64;

    /// <summary>Bytes of the header that its checksum covers: all before it.</summary>
    public const int ChecksummedLength = 56;

    /// <summary>The line ends and the end-of-file character make a transfer that mangles text show at once; read as a number on a little-endian machine.</summary>
    public const ulong MagicValue = 0x0A1A_0A0D_4655_4253;

    /// <summary>The low half of <see cref="MagicValue"/>: <c>SBUF</c>.</summary>
    public const uint MagicLetters = 0x4655_4253;

    /// <summary>The version that this code writes, and the newest that it reads.</summary>
    public const ushort CurrentVersion = 1;

    /// <summary>Flags that change what the bytes mean: a reader that does not know one of them refuses the file.</summary>
    public const uint CriticalFlags = 0xFFFF_0000;

    /// <summary>Sections start at multiples of this: a section can be advised, locked and mapped alone.</summary>
    public const int SectionAlignment = 4096;

    /// <summary>Bytes that one block checksum covers.</summary>
    public const int BlockLength = 1 << 20;

    [FieldOffset(0)]
    public ulong Magic;

    [FieldOffset(8)]
    public ushort FormatVersion;

    [FieldOffset(10)]
    public ushort ReaderVersion;

    [FieldOffset(12)]
    public uint Flags;

    [FieldOffset(16)]
    public long FileLength;

    [FieldOffset(24)]
    public long DirectoryOffset;

    [FieldOffset(32)]
    public long DirectoryLength;

    [FieldOffset(40)]
    public ulong FileId;

    [FieldOffset(48)]
    public uint SectionCount;

    [FieldOffset(52)]
    public uint BlockChecksumLength;

    [FieldOffset(56)]
    public ulong HeaderChecksum;

    /// <summary>The magic as a machine of the other byte order would have written it.</summary>
    public static ulong SwappedMagic => BinaryPrimitives.ReverseEndianness(MagicValue);
}
