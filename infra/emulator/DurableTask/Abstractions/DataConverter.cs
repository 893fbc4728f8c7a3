namespace Microsoft.DurableTask;

/// <summary>Turns inputs, outputs and events to text and back.</summary>
public abstract class DataConverter
{
    /// <summary>For implementers.</summary>
    protected DataConverter()
    {
    }

    /// <summary>Writes a value; null for null.</summary>
    public abstract string? Serialize(object? value);

    /// <summary>Reads a value of a type; null for null.</summary>
    public abstract object? Deserialize(string? data, Type targetType);

    /// <summary>Reads a value of a type; the type's default for null.</summary>
    public virtual T? Deserialize<T>(string? data) => Deserialize(data, typeof(T)) is T value ? value : default;
}
