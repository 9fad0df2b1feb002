using System.Runtime.InteropServices;
using SharedBuffers.Memory;

namespace SharedBuffers.Tests.Support;

/// <summary>
/// A region whose memory touches a page that may not be accessed, before its first byte or behind its last: one byte too far kills the process. Linux only.
/// </summary>
internal sealed unsafe partial class GuardedRegion : MemoryRegion
{
    private const int ReadWrite = 3;
    private const int NoAccess = 0;
    private const int PrivateAnonymous = 0x22;

    private readonly byte* _mapping;
    private readonly nuint _mappingLength;
    private readonly byte* _data;
    private readonly int _length;

    /// <summary>Copies bytes to memory between two guard pages.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="atEnd">Whether they end at the page behind them; otherwise they start at the page before them.</param>
    public GuardedRegion(ReadOnlySpan<byte> bytes, bool atEnd = true)
    {
        nuint page = (nuint)Environment.SystemPageSize;
        nuint inner = ((nuint)bytes.Length + page - 1) / page * page;
        _mappingLength = inner + 2 * page;
        _mapping = Map(null, _mappingLength, NoAccess, PrivateAnonymous, -1, 0);
        if (_mapping == (byte*)-1 || (inner > 0 && Protect(_mapping + page, inner, ReadWrite) != 0))
        {
            throw new InvalidOperationException($"The guarded memory is not to be had: error {Marshal.GetLastPInvokeError()}.");
        }

        _data = _mapping + page + (atEnd ? inner - (nuint)bytes.Length : 0);
        _length = bytes.Length;
        IsWritable = true;
        bytes.CopyTo(Bytes);
        Attach(_data, _length);
    }

    public static bool IsSupported => OperatingSystem.IsLinux();

    public override string Name => "guarded memory";

    /// <summary>The bytes, writable, for whoever damages them.</summary>
    public Span<byte> Bytes => new(_data, _length);

    private protected override void Release(bool disposing)
    {
        if (_mapping != null)
        {
            _ = Unmap(_mapping, _mappingLength);
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial byte* Map(void* address, nuint length, int protection, int flags, int descriptor, long offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(void* address, nuint length);
}
