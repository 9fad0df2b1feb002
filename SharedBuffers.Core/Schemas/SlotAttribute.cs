namespace SharedBuffers.Schemas;

/// <summary>Names a slot, or makes one of a member that would not be one.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SlotAttribute : Attribute
{
    /// <summary>Makes the member a slot under its own name.</summary>
    public SlotAttribute()
    {
    }

    /// <summary>Makes the member a slot under another name.</summary>
    /// <param name="name">Name of the slot in files: any text.</param>
    public SlotAttribute(string name) => Name = name;

    /// <summary>Name of the slot in files; null means the member's own.</summary>
    public string? Name { get; }

    /// <summary>
    /// Leaves the slot unset when the member holds the default of its type (<c>null</c>, 0, <c>false</c>). Without it null is stored as null, and every other value as itself.
    /// An unset slot takes no bytes, like a null one, and <c>HasX</c> of the view tells them apart.
    /// </summary>
    public bool OmitWhenDefault { get; set; }
}
