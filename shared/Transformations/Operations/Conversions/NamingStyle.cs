namespace DataAggregator.Transformations.Operations.Conversions;

/// <summary>How names of several words are written.</summary>
internal enum NamingStyle
{
    /// <summary><c>order_line_id</c>.</summary>
    SnakeCase,

    /// <summary><c>orderLineId</c>.</summary>
    CamelCase,

    /// <summary><c>OrderLineId</c>.</summary>
    PascalCase,

    /// <summary><c>order-line-id</c>.</summary>
    KebabCase,
}
