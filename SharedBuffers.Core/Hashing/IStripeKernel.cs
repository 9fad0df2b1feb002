namespace SharedBuffers.Hashing;

/// <summary>
/// The two steps of XXH3 over long inputs, once for each set of vector instructions. All kernels give the same lanes; <see cref="ScalarKernel"/> is the specification
/// word for word and the yardstick of the others.
/// </summary>
internal unsafe interface IStripeKernel
{
    /// <summary>Whether this machine can run the kernel. A constant for the just-in-time compiler.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>Adds consecutive stripes to the accumulators; stripe n uses the secret from byte 8n on.</summary>
    /// <param name="lanes">Eight accumulators.</param>
    /// <param name="source"><paramref name="stripes"/> times 64 bytes.</param>
    /// <param name="secret">64 bytes, and 8 more for each stripe after the first.</param>
    /// <param name="stripes">At most a block; 0 is allowed.</param>
    static abstract void Accumulate(ulong* lanes, byte* source, byte* secret, int stripes);

    /// <summary>Scrambles the accumulators at the end of a block, with 64 bytes of the secret.</summary>
    static abstract void Scramble(ulong* lanes, byte* secret);
}
