using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations.JsonSchemas;

/// <summary>One look at one value. The first look only decides; a value that fails is looked at again to tell where and why, so that nothing is made for those that pass.</summary>
internal sealed class SchemaRun
{
    private const int MaxDepth = 128;
    private const int MaxPathLength = 200;
    private int depth;
    private int trials;
    private bool isExplaining;

    /// <summary>Buffers for the value at hand.</summary>
    public required Scratch Scratch { get; set; }

    /// <summary>Whether the value, or the schema applied to it, went too deep to be looked at whole.</summary>
    public bool IsTooDeep { get; private set; }

    /// <summary>The keyword that does not hold, once explained.</summary>
    public string? Reason { get; private set; }

    /// <summary>Where in the value that is, once explained.</summary>
    public string Path { get; private set; } = "";

    /// <summary>Makes ready for a look.</summary>
    public void Begin(bool explain)
    {
        (depth, trials, isExplaining, IsTooDeep, Reason, Path) = (0, 0, explain, false, null, "");
    }

    /// <summary>Goes one schema deeper; false when that is too deep.</summary>
    public bool TryEnter()
    {
        if (depth == MaxDepth)
            IsTooDeep = true;
        else
            depth++;
        return !IsTooDeep;
    }

    /// <summary>Comes back from <see cref="TryEnter"/>.</summary>
    public void Leave() => depth--;

    /// <summary>Whether a value meets a schema that it may well not meet, such as one of several: no failure inside is the reason of anything.</summary>
    public bool Try(SchemaNode schema, ReadOnlySpan<byte> json)
    {
        trials++;
        var holds = schema.Holds(json, this);
        trials--;
        return holds;
    }

    /// <summary>Notes a keyword that does not hold; the first is the reason.</summary>
    public void Fail(SchemaKeyword keyword)
    {
        if (isExplaining && trials == 0)
            Reason ??= keyword.Text;
    }

    /// <summary>Notes that what failed stands at an index of an array.</summary>
    public bool FailAt(int index)
    {
        if (isExplaining && trials == 0)
            Path = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"[{index}]{Path}");
        return false;
    }

    /// <summary>Notes that what failed stands under a key of an object.</summary>
    public bool FailAt(ReadOnlySpan<byte> key)
    {
        if (isExplaining && trials == 0 && Path.Length < MaxPathLength)
            Path = $".{System.Text.Encoding.UTF8.GetString(key[..Math.Min(key.Length, MaxPathLength)])}{Path}";
        return false;
    }
}
