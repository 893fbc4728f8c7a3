using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataAggregator.Transformations.CustomFunctions;

/// <summary>Puts a question for the limits at the beginning of every body and of every turn of a loop, so that no code of the function runs on without asking.</summary>
internal sealed class CSharpQuestions : CSharpSyntaxRewriter
{
    private static readonly ExpressionSyntax Ask = SyntaxFactory.ParseExpression($"global::{CSharpCode.Limits}.Ask()");
    private static readonly StatementSyntax Question = SyntaxFactory.ExpressionStatement(Ask);
    private readonly SemanticModel model;

    private CSharpQuestions(SemanticModel model) => this.model = model;

    /// <summary>The tree with its questions.</summary>
    public static SyntaxTree Put(SyntaxTree tree, ClassDeclarationSyntax host, SemanticModel model)
    {
        var root = tree.GetRoot();
        var questions = new CSharpQuestions(model);
        return tree.WithRootAndOptions(root.ReplaceNodes(CSharpCompiler.Own(host), (member, _) => questions.Visit(member)), tree.Options);
    }

    public override SyntaxNode? VisitBlock(BlockSyntax node)
    {
        var block = (BlockSyntax)base.VisitBlock(node)!;
        return node.Parent is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax or AnonymousFunctionExpressionSyntax
            ? block.WithStatements(block.Statements.Insert(0, Question))
            : block;
    }

    public override SyntaxNode? VisitArrowExpressionClause(ArrowExpressionClauseSyntax node)
    {
        var arrow = (ArrowExpressionClauseSyntax)base.VisitArrowExpressionClause(node)!;
        return ReturnsVoid(model.GetDeclaredSymbol(node.Parent!)) ? arrow : arrow.WithExpression(Asked(arrow.Expression));
    }

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        var method = (MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!;
        return method.ExpressionBody is { } arrow && ReturnsVoid(model.GetDeclaredSymbol(node))
            ? method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Body(arrow.Expression))
            : method;
    }

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
    {
        var function = (LocalFunctionStatementSyntax)base.VisitLocalFunctionStatement(node)!;
        return function.ExpressionBody is { } arrow && ReturnsVoid(model.GetDeclaredSymbol(node))
            ? function.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Body(arrow.Expression))
            : function;
    }

    public override SyntaxNode? VisitConstructorDeclaration(ConstructorDeclarationSyntax node)
    {
        var constructor = (ConstructorDeclarationSyntax)base.VisitConstructorDeclaration(node)!;
        return constructor.ExpressionBody is { } arrow ? constructor.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Body(arrow.Expression)) : constructor;
    }

    public override SyntaxNode? VisitAccessorDeclaration(AccessorDeclarationSyntax node)
    {
        var accessor = (AccessorDeclarationSyntax)base.VisitAccessorDeclaration(node)!;
        return accessor.ExpressionBody is { } arrow && ReturnsVoid(model.GetDeclaredSymbol(node))
            ? accessor.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Body(arrow.Expression))
            : accessor;
    }

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) =>
        Lambda(node, (LambdaExpressionSyntax)base.VisitSimpleLambdaExpression(node)!);

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) =>
        Lambda(node, (LambdaExpressionSyntax)base.VisitParenthesizedLambdaExpression(node)!);

    public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node)
    {
        var loop = (WhileStatementSyntax)base.VisitWhileStatement(node)!;
        return loop.WithStatement(Turn(loop.Statement));
    }

    public override SyntaxNode? VisitDoStatement(DoStatementSyntax node)
    {
        var loop = (DoStatementSyntax)base.VisitDoStatement(node)!;
        return loop.WithStatement(Turn(loop.Statement));
    }

    public override SyntaxNode? VisitForStatement(ForStatementSyntax node)
    {
        var loop = (ForStatementSyntax)base.VisitForStatement(node)!;
        return loop.WithStatement(Turn(loop.Statement));
    }

    public override SyntaxNode? VisitForEachStatement(ForEachStatementSyntax node)
    {
        var loop = (ForEachStatementSyntax)base.VisitForEachStatement(node)!;
        return loop.WithStatement(Turn(loop.Statement));
    }

    public override SyntaxNode? VisitForEachVariableStatement(ForEachVariableStatementSyntax node)
    {
        var loop = (ForEachVariableStatementSyntax)base.VisitForEachVariableStatement(node)!;
        return loop.WithStatement(Turn(loop.Statement));
    }

    private LambdaExpressionSyntax Lambda(LambdaExpressionSyntax before, LambdaExpressionSyntax lambda)
    {
        if (lambda.ExpressionBody is not { } body)
            return lambda;
        return ReturnsVoid(model.GetSymbolInfo(before).Symbol) ? lambda.WithExpressionBody(null).WithBlock(Body(body)) : lambda.WithExpressionBody(Asked(body));
    }

    private static bool ReturnsVoid(ISymbol? symbol) => symbol is IMethodSymbol { ReturnsVoid: true };

    private static BlockSyntax Body(ExpressionSyntax expression) => SyntaxFactory.Block(Question, Statement(expression));

    private static StatementSyntax Statement(ExpressionSyntax expression) =>
        expression is ThrowExpressionSyntax thrown ? SyntaxFactory.ThrowStatement(thrown.Expression) : SyntaxFactory.ExpressionStatement(expression);

    private static BlockSyntax Turn(StatementSyntax statement) => SyntaxFactory.Block(Question, statement);

    // A call or what is thrown: of the two branches of the condition only the first is ever taken, and it gives the type.
    private static ExpressionSyntax Asked(ExpressionSyntax expression) => expression is ThrowExpressionSyntax or RefExpressionSyntax
        ? expression
        : SyntaxFactory.ParenthesizedExpression(SyntaxFactory.ConditionalExpression(
            Ask, SyntaxFactory.ParenthesizedExpression(expression.WithoutTrivia()), SyntaxFactory.ParseExpression("throw null!"))).NormalizeWhitespace();
}
