using System.Text.Json;
using System.Text.RegularExpressions;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Conditions;

/// <summary>A field compared with something that the condition names.</summary>
internal sealed class Comparison : Condition
{
    private readonly FieldPath field;
    private readonly string fieldAt;
    private readonly ComparisonOperator comparison;
    private readonly Literal[] literals;
    private readonly Regex? pattern;

    private Comparison(FieldPath field, string fieldAt, ComparisonOperator comparison, Literal[] literals, Regex? pattern)
    {
        this.field = field;
        this.fieldAt = fieldAt;
        this.comparison = comparison;
        this.literals = literals;
        this.pattern = pattern;
    }

    public override IEnumerable<FieldPath> Fields => [this.field];

    /// <summary>The comparison that the options describe, or null and a problem.</summary>
    public static Comparison? Create(ConditionOptions options, string path, Problems problems)
    {
        var before = problems.Count;
        if (options.Field is null)
            problems.Add($"{path}.field", "is required: the field to look at.");
        if (options.Operator is null)
            problems.Add($"{path}.operator", "is required: how to compare, such as equals.");
        if (options.Field is null || options.Operator is null || Operators.Find(options.Operator, $"{path}.operator", problems) is not { } comparison)
            return null;
        CheckValue(options, comparison, $"{path}.value", problems);
        if (problems.Count > before)
            return null;

        var values = options.Value.ValueKind == JsonValueKind.Array && comparison is (ComparisonOperator.In or ComparisonOperator.NotIn or ComparisonOperator.Between)
            ? [.. options.Value.EnumerateArray()]
            : options.Value.ValueKind == JsonValueKind.Undefined ? Array.Empty<JsonElement>() : [options.Value];
        var literals = values.Select(value => new Literal(value, options.CaseInsensitive, $"{path}.value", problems)).ToArray();
        var pattern = comparison == ComparisonOperator.Matches ? Pattern.Compile(literals[0].Text, options.CaseInsensitive, options.Unicode, $"{path}.value", problems) : null;
        return problems.Count > before ? null : new Comparison(FieldPath.Parse(options.Field), $"{path}.field", comparison, literals, pattern);
    }

    public override int Match(RecordBatch batch, ReadOnlySpan<int> rows, Span<int> matching, StepScope scope)
    {
        var column = field.Read(batch, rows);
        var count = MatchText(column, rows, matching) ?? MatchAny(column, rows, matching, scope);
        column.Release();
        return count;
    }

    public override void Check(Schema schema, Problems problems)
    {
        if (comparison is not (ComparisonOperator.Exists or ComparisonOperator.NotExists))
            field.Find(schema, fieldAt, problems);
    }

    /// <summary>The commonest comparison, a text column with one text, straight over the bytes; null for any other.</summary>
    private int? MatchText(Column column, ReadOnlySpan<int> rows, Span<int> matching)
    {
        if (column is not BytesColumn { Type: DataType.String, AllPresent: true } text || literals is not [{ Kind: ValueKind.Text, CaseInsensitive: false } literal])
            return null;
        if (comparison is not (ComparisonOperator.Equals or ComparisonOperator.NotEquals))
            return null;
        var wanted = comparison == ComparisonOperator.Equals;
        ReadOnlySpan<byte> value = literal.Utf8;
        var count = 0;
        foreach (var row in rows)
        {
            matching[count] = row;
            count += text[row].SequenceEqual(value) == wanted ? 1 : 0;
        }

        return count;
    }

    private int MatchAny(Column column, ReadOnlySpan<int> rows, Span<int> matching, StepScope scope)
    {
        var count = 0;
        foreach (var row in rows)
        {
            try
            {
                if (Holds(Value.At(column, row, scope.Scratch), scope.Scratch))
                    matching[count++] = row;
            }
            catch (RegexMatchTimeoutException)
            {
                scope.Reject(row, field.Text, "matches", "regex_timeout", $"The pattern took longer than {pattern!.MatchTimeout.TotalMilliseconds} ms on this value; make it simpler.");
            }
        }

        return count;
    }

    private bool Holds(Value value, Scratch scratch)
    {
        if (value.Kind == ValueKind.Absent)
            return comparison == ComparisonOperator.NotExists;
        switch (comparison)
        {
            case ComparisonOperator.Exists:
                return true;
            case ComparisonOperator.NotExists:
                return false;
            case ComparisonOperator.IsNull:
                return value.Kind == ValueKind.Null;
            case ComparisonOperator.IsNotNull:
                return value.Kind != ValueKind.Null;
            case ComparisonOperator.IsEmpty:
                return IsEmpty(value);
            case ComparisonOperator.Equals or ComparisonOperator.In:
                return IsAny(value, scratch);
            case ComparisonOperator.NotEquals or ComparisonOperator.NotIn:
                return !IsAny(value, scratch);
            case ComparisonOperator.GreaterThan:
                return literals[0].Compare(value, scratch) > 0;
            case ComparisonOperator.GreaterOrEqual:
                return literals[0].Compare(value, scratch) >= 0;
            case ComparisonOperator.LessThan:
                return literals[0].Compare(value, scratch) < 0;
            case ComparisonOperator.LessOrEqual:
                return literals[0].Compare(value, scratch) <= 0;
            case ComparisonOperator.Between:
                return literals[0].Compare(value, scratch) >= 0 && literals[1].Compare(value, scratch) <= 0;
            case ComparisonOperator.Contains when value.Kind == ValueKind.Structure:
                return ArrayContains(value.Bytes, scratch);
            default:
                return value.Kind == ValueKind.Text && HoldsOfText(value.Bytes, scratch);
        }
    }

    private bool HoldsOfText(ReadOnlySpan<byte> text, Scratch scratch)
    {
        if (pattern is not null)
            return pattern.IsMatch(scratch.Decode(text));
        var literal = literals[0];
        if (literal.Kind != ValueKind.Text)
            return false;
        if (literal.CaseInsensitive)
        {
            ReadOnlySpan<char> chars = scratch.Decode(text);
            return comparison switch
            {
                ComparisonOperator.Contains => chars.Contains(literal.Text, StringComparison.OrdinalIgnoreCase),
                ComparisonOperator.StartsWith => chars.StartsWith(literal.Text, StringComparison.OrdinalIgnoreCase),
                _ => chars.EndsWith(literal.Text, StringComparison.OrdinalIgnoreCase),
            };
        }

        return comparison switch
        {
            ComparisonOperator.Contains => text.IndexOf(literal.Utf8) >= 0,
            ComparisonOperator.StartsWith => text.StartsWith(literal.Utf8),
            _ => text.EndsWith(literal.Utf8),
        };
    }

    private bool IsAny(Value value, Scratch scratch)
    {
        foreach (var literal in literals)
        {
            if (literal.IsEqualTo(value, scratch))
                return true;
        }

        return false;
    }

    private bool ArrayContains(ReadOnlySpan<byte> json, Scratch scratch)
    {
        if (json[0] != '[')
            return false;
        var reader = new Utf8JsonReader(json, JsonPath.Parsing);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (literals[0].IsEqualTo(Value.OfJson(json[start..(int)reader.BytesConsumed], scratch), scratch))
                return true;
        }

        return false;
    }

    private static bool IsEmpty(Value value) => value.Kind switch
    {
        ValueKind.Null => true,
        ValueKind.Text or ValueKind.Binary => value.Bytes.Length == 0,
        ValueKind.Structure => value.Bytes[1..^1].IndexOfAnyExcept(" \t\r\n"u8) < 0,
        _ => false,
    };

    private static void CheckValue(ConditionOptions options, ComparisonOperator comparison, string path, Problems problems)
    {
        var kind = options.Value.ValueKind;
        if (comparison is ComparisonOperator.Exists or ComparisonOperator.NotExists or ComparisonOperator.IsNull or ComparisonOperator.IsNotNull or ComparisonOperator.IsEmpty)
        {
            if (kind != JsonValueKind.Undefined)
                problems.Add(path, $"is not needed: '{options.Operator}' compares with nothing.");
        }
        else if (kind == JsonValueKind.Undefined)
        {
            problems.Add(path, $"is required: what '{options.Operator}' compares with.");
        }
        else if (comparison is ComparisonOperator.In or ComparisonOperator.NotIn && kind != JsonValueKind.Array)
        {
            problems.Add(path, $"must be a list for '{options.Operator}'.");
        }
        else if (comparison == ComparisonOperator.Between && (kind != JsonValueKind.Array || options.Value.GetArrayLength() != 2))
        {
            problems.Add(path, "must be a list of two for 'between': [low, high], both included.");
        }
        else if (comparison is ComparisonOperator.StartsWith or ComparisonOperator.EndsWith or ComparisonOperator.Matches && kind != JsonValueKind.String)
        {
            problems.Add(path, $"must be text for '{options.Operator}'.");
        }
    }
}
