using System.Reflection;
using System.Text.Json;

namespace DataAggregator.Core.Configuration;

/// <summary>The settings that an options record has, by their name on the wire, in the order they are written in.</summary>
internal sealed class OptionsShape
{
    public OptionsShape(Type type)
    {
        var nullability = new NullabilityInfoContext();
        Properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .ToDictionary(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), property => new OptionsProperty(property, nullability));
    }

    public Dictionary<string, OptionsProperty> Properties { get; }
}
