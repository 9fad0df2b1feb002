using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Memory;

/// <summary>
/// A file that comes into being as a whole or not at all: written under a temporary name in the folder of its destination, then renamed over it.
/// </summary>
/// <remarks>
/// <para><see cref="Publish"/> forces the bytes to the disk, renames, and forces the folder to the disk. Whatever happens at whatever step, the destination is the old
/// file or the new one, whole; processes that map the old file keep it until they unmap it. <see cref="Dispose"/> without <see cref="Publish"/> deletes the temporary file.
/// Only a process that is killed leaves it behind, under a name that starts with a dot and ends in <c>.tmp</c>.</para>
/// <para>A destination that is a symbolic link stays one: the file that it points to is replaced. A replaced file passes on its permissions. What is no regular file, as a device,
/// is not replaced but refused, before anything is written.</para>
/// <para><b>Thread safety.</b> One thread at a time.</para>
/// </remarks>
internal sealed class FilePublication : IDisposable
{
    /// <summary>Enough of the destination's name to recognise it, and short enough for every file system.</summary>
    private const int NamePrefixLength = 40;

    private readonly string _directory;
    private SafeFileHandle? _handle;

    /// <summary>Creates the temporary file.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder of <paramref name="path"/> does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    /// <exception cref="IOException"><paramref name="path"/> is a folder, a device, a FIFO or a socket, or the operating system refuses.</exception>
    public FilePublication(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        DestinationPath = ResolveDestination(path);
        CheckDestination();
        _directory = Path.GetDirectoryName(DestinationPath)!;
        TemporaryPath = Path.Combine(_directory, TemporaryName(Path.GetFileName(DestinationPath)));

        // Others may read it while it is written: tools that look into a running build do no harm.
        _handle = File.OpenHandle(TemporaryPath, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
    }

    /// <summary>Where the file will be, absolute, symbolic links followed.</summary>
    public string DestinationPath { get; private set; }

    /// <summary>Where the file is until it is published.</summary>
    public string TemporaryPath { get; }

    /// <summary>The open temporary file.</summary>
    /// <exception cref="ObjectDisposedException">The file was published or given up.</exception>
    public SafeFileHandle Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle is null, this);
            return _handle;
        }
    }

    /// <summary>The file that a path means, absolute, symbolic links followed; it need not be there.</summary>
    public static string ResolveDestination(string path)
    {
        string full = Path.GetFullPath(path);
        var file = new FileInfo(full);
        return file.LinkTarget is null ? full : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    /// <summary>Makes the temporary file the destination. An exception means that the destination is as it was, except when only the folder could not be forced to the disk.</summary>
    /// <exception cref="ObjectDisposedException">The file was published or given up.</exception>
    /// <exception cref="IOException">The disk or the operating system refuses.</exception>
    public void Publish() => PublishWith(permissionsOf: DestinationPath);

    /// <summary>The same under another name in the folder of the destination.</summary>
    /// <param name="name">Name of the file.</param>
    /// <param name="permissionsOf">The file whose permissions it gets, if that exists.</param>
    public void PublishAs(string name, string permissionsOf)
    {
        DestinationPath = Path.Combine(_directory, name);
        PublishWith(permissionsOf);
    }

    /// <summary>Deletes the temporary file unless it was published. Safe to call twice.</summary>
    public void Dispose()
    {
        if (_handle is null)
        {
            return;
        }

        _handle.Dispose();
        _handle = null;
        File.Delete(TemporaryPath);
    }

    private void PublishWith(string permissionsOf)
    {
        SafeFileHandle handle = Handle;
        CheckDestination();
        KeepPermissions(handle, permissionsOf);
        RandomAccess.FlushToDisk(handle);
        handle.Dispose();
        File.Move(TemporaryPath, DestinationPath, overwrite: true);
        _handle = null;
        FlushDirectory(_directory);
    }

    // A rename replaces whatever is there but a folder: /dev/null too, for all processes.
    private void CheckDestination()
    {
        if (SpecialFile.Describe(DestinationPath) is { } kind)
        {
            ThrowHelper.IO_NoFileThere(DestinationPath, kind);
        }
    }

    private static string TemporaryName(string name)
    {
        string prefix = name.Length <= NamePrefixLength ? name : name[..NamePrefixLength];
        return string.Create(CultureInfo.InvariantCulture, $".{prefix}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}.tmp");
    }

    private static void KeepPermissions(SafeFileHandle handle, string path)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(path))
        {
            File.SetUnixFileMode(handle, File.GetUnixFileMode(path));
        }
    }

    /// <summary>
    /// A rename is durable once the folder is on the disk. .NET cannot open a folder, so the C library does it. Windows writes the rename to its journal by itself.
    /// </summary>
    /// <remarks>
    /// A folder that may be written but not read cannot be opened, and some network file systems have no fsync of folders: the rename is done, and how durable it is lies
    /// with them. Only a real failure to write is reported.
    /// </remarks>
    private static void FlushDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = NativeMethods.Open(directory, NativeMethods.OpenReadOnly);
        if (descriptor < 0)
        {
            return;
        }

        int error = NativeMethods.FSync(descriptor) == 0 ? 0 : Marshal.GetLastPInvokeError();
        _ = NativeMethods.Close(descriptor);
        if (error is not (0 or NativeMethods.ErrorInvalidArgument))
        {
            ThrowHelper.IO_DirectoryNotFlushed(directory, Marshal.GetPInvokeErrorMessage(error));
        }
    }
}
