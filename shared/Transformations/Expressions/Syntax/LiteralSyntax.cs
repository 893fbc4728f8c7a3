using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Expressions.Syntax;

/// <summary>A value written out.</summary>
/// <param name="Position">As of the base.</param>
/// <param name="Type">The type; json for null.</param>
/// <param name="Value">A <see cref="long"/>, <see cref="Decimal38"/>, <see cref="string"/>, <see cref="bool"/>, or null.</param>
internal sealed record LiteralSyntax(int Position, DataType Type, object? Value) : SyntaxNode(Position);
