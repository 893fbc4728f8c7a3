namespace DataAggregator.Formats.Json;

/// <summary>Passes over one value of JSON, however long, without keeping any of it: only texts and brackets are told apart.</summary>
internal struct JsonSkipper
{
    private int depth;
    private bool isText;
    private bool isEscaped;

    /// <summary>Whether the value's end was passed.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Passes over text that belongs to the value.</summary>
    /// <returns>How many bytes do.</returns>
    public int Pass(ReadOnlySpan<byte> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (isEscaped)
                isEscaped = false;
            else if (isText)
                PassText(text[at]);
            else if (text[at] == '"')
                isText = true;
            else if (text[at] is (byte)'{' or (byte)'[')
                depth++;
            else if (text[at] is (byte)'}' or (byte)']')
                IsDone = --depth <= 0;
            if (IsDone)
                return at + 1;
        }

        return text.Length;
    }

    private void PassText(byte value)
    {
        isEscaped = value == '\\';
        if (value != '"')
            return;
        isText = false;
        IsDone = depth == 0;
    }
}
