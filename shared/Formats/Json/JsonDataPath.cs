namespace DataAggregator.Formats.Json;

/// <summary>The path of an array in a document: <c>data.items</c>. A key that holds dots itself is tried as a whole, too.</summary>
internal sealed class JsonDataPath
{
    private readonly string[] parts;

    private JsonDataPath(string text, string[] parts)
    {
        Text = text;
        this.parts = parts;
    }

    /// <summary>The path as written.</summary>
    public string Text { get; }

    /// <summary>How deep it leads.</summary>
    public int Depth => parts.Length;

    /// <summary>The path that the text describes; <c>$</c> stands for the document itself.</summary>
    public static JsonDataPath Parse(string text)
    {
        var plain = text.Trim();
        if (plain.StartsWith('$'))
            plain = plain[1..].TrimStart('.');
        return new JsonDataPath(text, plain.Length == 0 ? [] : plain.Split('.'));
    }

    /// <summary>Whether the value at that depth, reached by these keys from position 1 on, is the one meant.</summary>
    public bool Matches(List<string?> keys, int depth)
    {
        if (depth == 1 && keys[1] == Text)
            return true;
        if (depth != parts.Length)
            return false;
        for (var i = 0; i < parts.Length; i++)
        {
            if (i + 1 >= keys.Count || keys[i + 1] != parts[i])
                return false;
        }

        return true;
    }
}
