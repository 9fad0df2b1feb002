using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Reporting;

namespace SharedBuffers.Bench.Peers;

/// <summary>The stores of one comparison, disposed together.</summary>
internal sealed class StoreSet : IDisposable
{
    private readonly List<Store> _stores = [];
    private readonly List<LockedFile> _files = [];

    public IReadOnlyList<Store> All => _stores;

    public IEnumerable<Store> Peers => _stores.Where(s => s.Role == Role.Peer);

    public T Add<T>(T store)
        where T : Store
    {
        _stores.Add(store);
        return store;
    }

    /// <summary>Adds a store whose file is kept in memory, as the subject's is, or notes what is missing for it.</summary>
    public void AddFile(string path, Func<string, Store> build, bool available, Section section, string otherwise)
    {
        if (available)
        {
            _stores.Add(build(path));
            _files.Add(new LockedFile(path));
        }
        else
        {
            section.Notes.Add(otherwise);
        }
    }

    public void Dispose()
    {
        _files.ForEach(file => file.Dispose());
        foreach (Store store in _stores)
        {
            store.Dispose();
        }
    }
}
