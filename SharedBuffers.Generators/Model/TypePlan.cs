namespace SharedBuffers.Generators.Model;

/// <summary>
/// How a member type is stored, shown and cloned, as pieces of C#. In them <c>$slot$</c> stands for the slot's index, <c>$at$</c> for what a read method needs to find it,
/// and <c>$value$</c> for the value that is packed or cloned.
/// </summary>
/// <param name="SlotType">Expression that makes the slot type.</param>
/// <param name="Size">Bytes that the slot takes in the object.</param>
/// <param name="ViewType">Type of the view's property.</param>
/// <param name="Read">Expression that reads the slot through <c>_reference</c>.</param>
/// <param name="Write">Statement that packs <c>$value$</c>.</param>
/// <param name="ToMember">Expression that makes the member's type from <c>$value$</c>, the view's property, when it is neither unset nor null.</param>
/// <param name="NullTest">Expression that tells whether <c>$value$</c> is null, or null when it cannot be.</param>
/// <param name="DefaultTest">Expression that tells whether <c>$value$</c> is the default of its type.</param>
/// <param name="Empty">Expression for a member that has to be given a value although the slot has none.</param>
/// <param name="Atomic">Type that changes the slot in place, or null when it cannot be.</param>
/// <param name="Summary">What the view's property is, for its documentation.</param>
/// <param name="Load">Expression that makes <c>$value$</c>, a local named <c>$local$</c>, of <c>$member$</c>.</param>
internal sealed record TypePlan(
    string SlotType,
    int Size,
    string ViewType,
    string Read,
    string Write,
    string ToMember,
    string? NullTest,
    string DefaultTest,
    string Empty,
    string Summary,
    string? Atomic = null,
    string Load = "$member$");
