namespace DataAggregator.Connectors.RestApi;

/// <summary>How an API pages.</summary>
public enum PaginationType
{
    /// <summary>By the number of records to skip.</summary>
    Offset,

    /// <summary>By the page's number.</summary>
    Page,

    /// <summary>By a token of the answer before.</summary>
    Cursor,

    /// <summary>By the <c>Link</c> header's <c>rel="next"</c>.</summary>
    LinkHeader,

    /// <summary>By an address in the answer.</summary>
    NextUrl,
}
