using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Reporting;

namespace SharedBuffers.Bench.Peers;

/// <summary>The stores of one comparison, disposed together.</summary>
internal sealed class StoreSet : IDisposable
{
    private readonly List<Store> _stores = [];

    public IReadOnlyList<Store> All => _stores;

    public IEnumerable<Store> Peers => _stores.Where(s => s.Role == Role.Peer);

    public T Add<T>(T store)
        where T : Store
    {
        _stores.Add(store);
        return store;
    }

    /// <summary>Adds a store that needs something of the system, or notes why it is missing.</summary>
    public void AddWhen(bool available, Func<Store> build, Section section, string otherwise)
    {
        if (available)
        {
            _stores.Add(build());
        }
        else
        {
            section.Notes.Add(otherwise);
        }
    }

    public void Dispose()
    {
        foreach (Store store in _stores)
        {
            store.Dispose();
        }
    }
}
