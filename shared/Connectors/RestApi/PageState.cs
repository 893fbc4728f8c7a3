using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataAggregator.Connectors.RestApi;

/// <summary>Which page comes next, and what tells that paging goes round in a circle. As JSON it is the source's position.</summary>
internal sealed record PageState
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    /// <summary>Records to skip.</summary>
    public long Offset { get; init; }

    /// <summary>The page's number.</summary>
    public long Page { get; init; }

    /// <summary>The token that leads to the page.</summary>
    public string? Cursor { get; init; }

    /// <summary>The page's address.</summary>
    public string? Url { get; init; }

    /// <summary>Pages read before.</summary>
    public int Read { get; init; }

    /// <summary>The digest of the records of the page before.</summary>
    public string? Digest { get; init; }

    /// <summary>The first page.</summary>
    public static PageState First(PaginationOptions? pagination) => new() { Page = pagination?.FirstPage ?? 0 };

    /// <summary>The state that <see cref="ToString"/> wrote.</summary>
    public static PageState Parse(string json) => JsonSerializer.Deserialize<PageState>(json, Json) ?? throw new FormatException("The position is empty.");

    /// <inheritdoc/>
    public override string ToString() => JsonSerializer.Serialize(this, Json);
}
