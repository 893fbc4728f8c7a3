namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>How two values may stand to each other.</summary>
internal enum Relation
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
