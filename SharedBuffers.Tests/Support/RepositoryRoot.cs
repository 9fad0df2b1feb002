namespace SharedBuffers.Tests.Support;

/// <summary>Finds the checked-out sources from the folder that the tests run in: some tests read scripts, sources and docs.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    /// <summary>A file or folder of the repository.</summary>
    public static string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "SharedBuffers.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No SharedBuffers.sln above {AppContext.BaseDirectory}: the tests run from inside the repository.");
    }
}
