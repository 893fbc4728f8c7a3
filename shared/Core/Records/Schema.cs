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

    /// <summary>
    /// The schema that holds the records of both, fields in the order of this one and then of <paramref name="other"/>: a field of int64 and
    /// decimal is decimal, one of any two other types json; one that either lacks may be absent.
    /// </summary>
    public Schema Union(Schema other)
    {
        if (ReferenceEquals(this, other) || Equals(other))
            return this;
        var united = fields.Select(field => other.Find(field.Name) is { } same ? Wider(field, same) : field with { Nullable = true });
        return new Schema(united.Concat(other.Where(field => IndexOf(field.Name) < 0).Select(field => field with { Nullable = true })));
    }

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

    private static Field Wider(Field field, Field other)
    {
        var isNumber = field.Type is DataType.Int64 or DataType.Decimal && other.Type is DataType.Int64 or DataType.Decimal;
        var type = field.Type == other.Type ? field.Type : isNumber ? DataType.Decimal : DataType.Json;
        return new Field(field.Name, type, field.Nullable || other.Nullable, field.SourceType == other.SourceType ? field.SourceType : null);
    }
}
