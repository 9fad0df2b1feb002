namespace SharedBuffers.Cli.Input;

/// <summary>How records are written in the input.</summary>
internal enum InputFormat
{
    /// <summary>One JSON object a line.</summary>
    Jsonl,

    /// <summary>Comma-separated values with a header line (RFC 4180).</summary>
    Csv,

    /// <summary>Tab-separated values with a header line; no quoting, as registered at IANA.</summary>
    Tsv,
}
