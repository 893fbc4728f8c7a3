using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataAggregator.Connectors.RestApi;

/// <summary>How an API gives its records page by page.</summary>
public sealed record PaginationOptions
{
    /// <summary>The way it pages.</summary>
    [Description("How the API pages: offset and page count, cursor passes a token on, link_header and next_url name the next page's address.")]
    public required PaginationType Type { get; init; }

    /// <summary>Records a page.</summary>
    [Description("Records to ask for per page.")]
    [Range(1, 100_000)]
    public int? PageSize { get; init; }

    /// <summary>The parameter that carries the page size.</summary>
    [Description("Name of the parameter that carries the page size; by default limit for offset, page_size for page.")]
    public string? LimitParam { get; init; }

    /// <summary>The parameter that carries the offset.</summary>
    [Description("Name of the parameter that carries the offset.")]
    public string OffsetParam { get; init; } = "offset";

    /// <summary>The parameter that carries the page's number.</summary>
    [Description("Name of the parameter that carries the page's number.")]
    public string PageParam { get; init; } = "page";

    /// <summary>The number of the first page.</summary>
    [Description("Number of the first page.")]
    [Range(0, 1)]
    public int FirstPage { get; init; } = 1;

    /// <summary>The parameter that carries the cursor.</summary>
    [Description("Name of the parameter that carries the cursor.")]
    public string CursorParam { get; init; } = "cursor";

    /// <summary>Where an answer holds the next cursor.</summary>
    [Description("Where an answer holds the next cursor, such as meta.next_cursor.")]
    public string CursorPath { get; init; } = "next_cursor";

    /// <summary>Where an answer holds the next page's address.</summary>
    [Description("Where an answer holds the next page's address, such as links.next.")]
    public string NextUrlPath { get; init; } = "next";

    /// <summary>Where an answer holds the number of all records.</summary>
    [Description("Where an answer holds the number of all records, such as meta.total.")]
    public string? TotalPath { get; init; }

    /// <summary>The most pages to read.</summary>
    [Description("The most pages to read; more than that is an error.")]
    [Range(1, int.MaxValue)]
    public int? MaxPages { get; init; }
}
