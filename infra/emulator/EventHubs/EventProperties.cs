using System.Globalization;
using System.Runtime.Serialization;
using System.Text.Json;
using Azure.Messaging.EventHubs;

namespace DataAggregator.Emulator.EventHubs;

/// <summary>Stores the properties of an event as JSON that keeps each value's type: <c>{"count":["int64","5"]}</c>.</summary>
internal static class EventProperties
{
    private static readonly Dictionary<string, (Type Type, Func<string, object> Read)> Types = new(StringComparer.Ordinal)
    {
        ["string"] = (typeof(string), text => text),
        ["bool"] = (typeof(bool), text => bool.Parse(text)),
        ["char"] = (typeof(char), text => text[0]),
        ["int8"] = (typeof(sbyte), text => sbyte.Parse(text, CultureInfo.InvariantCulture)),
        ["uint8"] = (typeof(byte), text => byte.Parse(text, CultureInfo.InvariantCulture)),
        ["int16"] = (typeof(short), text => short.Parse(text, CultureInfo.InvariantCulture)),
        ["uint16"] = (typeof(ushort), text => ushort.Parse(text, CultureInfo.InvariantCulture)),
        ["int32"] = (typeof(int), text => int.Parse(text, CultureInfo.InvariantCulture)),
        ["uint32"] = (typeof(uint), text => uint.Parse(text, CultureInfo.InvariantCulture)),
        ["int64"] = (typeof(long), text => long.Parse(text, CultureInfo.InvariantCulture)),
        ["uint64"] = (typeof(ulong), text => ulong.Parse(text, CultureInfo.InvariantCulture)),
        ["float"] = (typeof(float), text => float.Parse(text, CultureInfo.InvariantCulture)),
        ["double"] = (typeof(double), text => double.Parse(text, CultureInfo.InvariantCulture)),
        ["decimal"] = (typeof(decimal), text => decimal.Parse(text, CultureInfo.InvariantCulture)),
        ["guid"] = (typeof(Guid), text => Guid.Parse(text)),
        ["uri"] = (typeof(Uri), text => new Uri(text, UriKind.RelativeOrAbsolute)),
        ["duration"] = (typeof(TimeSpan), text => TimeSpan.ParseExact(text, "c", CultureInfo.InvariantCulture)),
        ["datetime"] = (typeof(DateTime), text => DateTime.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)),
        ["timestamp"] = (typeof(DateTimeOffset), text => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture)),
        ["binary"] = (typeof(byte[]), Convert.FromBase64String),
    };

    private static readonly Dictionary<Type, string> Names = Types.ToDictionary(entry => entry.Value.Type, entry => entry.Key);

    /// <summary>The stored form; null when there are no properties.</summary>
    /// <exception cref="SerializationException">A value's type cannot travel with an event.</exception>
    public static string? Write(EventData data)
    {
        if (!data.HasProperties)
        {
            return null;
        }

        return JsonSerializer.Serialize(data.Properties.ToDictionary(property => property.Key, property => Describe(property.Key, property.Value)));
    }

    /// <summary>Adds what <see cref="Write"/> stored to the event.</summary>
    public static void Read(string? stored, EventData into)
    {
        if (stored is null)
        {
            return;
        }

        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, string[]?>>(stored)!)
        {
            into.Properties[name] = value is null ? null! : Types[value[0]].Read(value[1]);
        }
    }

    private static string[]? Describe(string name, object? value)
    {
        if (value is null)
        {
            return null;
        }

        if (!Names.TryGetValue(value.GetType(), out var type))
        {
            throw new SerializationException(
                $"The property '{name}' is a {value.GetType()}, which an event cannot carry: use text, a number, a boolean, an instant, a duration, a GUID, a URI or bytes.");
        }

        return [type, Text(value)];
    }

    private static string Text(object value) => value switch
    {
        byte[] bytes => Convert.ToBase64String(bytes),
        DateTime instant => instant.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToString("O", CultureInfo.InvariantCulture),
        Uri uri => uri.OriginalString,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
