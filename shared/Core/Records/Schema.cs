using System.Collections;
using System.Collections.Frozen;
using System.Text.Json.Serialization;

namespace DataAggregator.Core.Records;

/// <summary>The ordered fields of a batch; names are unique and case-sensitive.</summary>
[JsonConverter(typeof(SchemaJsonConverter))]
public sealed class Schema : IReadOnlyList<Field>, IEquatable<Schema>
{
    private readonly Field[] fields;
    private readonly FrozenDictionary<string, int> positions;

    /// <summary>A schema of these fields in this order.</summary>
    /// <exception cref="ArgumentException">Two fields have one name.</exception>
    public Schema(params IEnumerable<Field> fields)
    {
        this.fields = [.. fields];
        var byName = new Dictionary<string, int>(this.fields.Length, StringComparer.Ordinal);
        for (var i = 0; i < this.fields.Length; i++)
        {
            if (!byName.TryAdd(this.fields[i].Name, i))
                throw new ArgumentException($"The field '{this.fields[i].Name}' stands twice in the schema.", nameof(fields));
        }

        positions = byName.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The schema without fields.</summary>
    public static Schema Empty { get; } = new();

    /// <inheritdoc/>
    public int Count => fields.Length;

    /// <inheritdoc/>
    public Field this[int index] => fields[index];

    /// <summary>The position of the field of that name, or -1.</summary>
    public int IndexOf(string name) => positions.TryGetValue(name, out var index) ? index : -1;

    /// <summary>The field of that name, or null.</summary>
    public Field? Find(string name) => IndexOf(name) is >= 0 and var index ? fields[index] : null;

    /// <summary>This schema with <paramref name="field"/> at <paramref name="index"/> in place of the field there.</summary>
    public Schema Replace(int index, Field field) => new(fields.Select((existing, i) => i == index ? field : existing));

    /// <summary>This schema with <paramref name="field"/> inserted before position <paramref name="index"/>.</summary>
    public Schema Insert(int index, Field field) => new([.. fields[..index], field, .. fields[index..]]);

    /// <summary>This schema without the field at <paramref name="index"/>.</summary>
    public Schema RemoveAt(int index) => new([.. fields[..index], .. fields[(index + 1)..]]);

    /// <inheritdoc/>
    public IEnumerator<Field> GetEnumerator() => ((IEnumerable<Field>)fields).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => fields.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Schema? other) => other is not null && fields.AsSpan().SequenceEqual(other.fields);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Schema);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var field in fields)
            hash.Add(field);
        return hash.ToHashCode();
    }
}
