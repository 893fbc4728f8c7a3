namespace DataAggregator.Transformations.Conditions;

/// <summary>How a field is compared.</summary>
internal enum ComparisonOperator
{
    Equals,
    NotEquals,
    GreaterThan,
    GreaterOrEqual,
    LessThan,
    LessOrEqual,
    In,
    NotIn,
    Between,
    Contains,
    StartsWith,
    EndsWith,
    Matches,
    Exists,
    NotExists,
    IsNull,
    IsNotNull,
    IsEmpty,
}
