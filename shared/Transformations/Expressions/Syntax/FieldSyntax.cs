using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Expressions.Syntax;

/// <summary>A field, or a path into one.</summary>
/// <param name="Position">As of the base.</param>
/// <param name="Path">The field.</param>
internal sealed record FieldSyntax(int Position, FieldPath Path) : SyntaxNode(Position);
