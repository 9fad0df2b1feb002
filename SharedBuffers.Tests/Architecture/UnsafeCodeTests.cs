using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NUnit.Framework;

namespace SharedBuffers.Tests.Architecture;

/// <summary>Pointers stay in the layers that own memory, and whoever follows one says why that is safe.</summary>
public sealed class UnsafeCodeTests
{
    private const string Marker = "SAFETY:";

    [Test]
    public void UnsafeKeyword_EveryFile_OnlyWhereAllowed()
    {
        IEnumerable<string> wrong = CoreSources.Trees
            .Where(tree => !IsAllowed(tree))
            .SelectMany(tree => tree.GetRoot().DescendantTokens().Where(token => token.IsKind(SyntaxKind.UnsafeKeyword)))
            .Select(token => CoreSources.Locate(token.Parent!));
        Assert.That(wrong, Is.Empty, "pointer arithmetic belongs to Memory, Hashing, Compression, raw tables and the pack buffer; others ask a BufferView");
    }

    [Test]
    public void UncheckedReferences_EveryFile_OnlyWhereAllowed()
    {
        // What moves or forges references without a check is pointer arithmetic under another name.
        string[] forbidden = ["Add", "AddByteOffset", "Subtract", "SubtractByteOffset", "AsPointer", "CopyBlock", "CopyBlockUnaligned", "InitBlock", "InitBlockUnaligned"];
        var wrong = new List<string>();
        foreach (SyntaxTree tree in CoreSources.Trees.Where(tree => !IsAllowed(tree)))
        {
            SemanticModel model = CoreSources.Compilation.GetSemanticModel(tree);
            foreach (InvocationExpressionSyntax call in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                if (model.GetSymbolInfo(call).Symbol is IMethodSymbol { ContainingType: { Name: "Unsafe", ContainingNamespace.Name: "CompilerServices" } } method && forbidden.Contains(method.Name))
                {
                    wrong.Add($"{CoreSources.Locate(call)}: Unsafe.{method.Name}");
                }
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Dereferences_EveryMember_AreExplained()
    {
        int explained = 0;
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        foreach (SyntaxTree tree in CoreSources.Trees)
        {
            SemanticModel model = CoreSources.Compilation.GetSemanticModel(tree);
            foreach (MemberDeclarationSyntax member in tree.GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>().Where(HasBody))
            {
                if (member.DescendantNodes().FirstOrDefault(node => FollowsPointer(node, model)) is not { } first)
                {
                    continue;
                }

                if (member.ToFullString().Contains(Marker, StringComparison.Ordinal))
                {
                    explained++;
                }
                else
                {
                    wrong.Add(CoreSources.Locate(first));
                }
            }
        }

        Assert.That(wrong, Is.Empty, () => $"these members follow a pointer and have no '// {Marker}' sentence:\n{string.Join('\n', wrong)}");
        Assert.That(explained, Is.GreaterThan(20), "the search must see the dereferences that are there");
    }

    private static bool IsAllowed(SyntaxTree tree) =>
        Layers.UnsafeCode.TryGetValue(CoreSources.GetLayer(tree), out string[]? prefixes)
        && prefixes.Any(prefix => Path.GetFileName(tree.FilePath).StartsWith(prefix, StringComparison.Ordinal));

    private static bool HasBody(MemberDeclarationSyntax member) =>
        member is BaseMethodDeclarationSyntax { Body: not null } or BaseMethodDeclarationSyntax { ExpressionBody: not null } or BasePropertyDeclarationSyntax;

    /// <summary><c>*p</c>, <c>p[i]</c>, <c>p->x</c>, and a pointer given to a method of the platform that reads or writes through it.</summary>
    private static bool FollowsPointer(SyntaxNode node, SemanticModel model) => node switch
    {
        PrefixUnaryExpressionSyntax prefix => prefix.IsKind(SyntaxKind.PointerIndirectionExpression),
        MemberAccessExpressionSyntax access => access.IsKind(SyntaxKind.PointerMemberAccessExpression),
        ElementAccessExpressionSyntax element => model.GetTypeInfo(element.Expression).Type is IPointerTypeSymbol,
        BaseObjectCreationExpressionSyntax creation => HasPointerArgument(creation.ArgumentList, model) && IsPlatform(model.GetSymbolInfo(creation).Symbol),
        InvocationExpressionSyntax call => HasPointerArgument(call.ArgumentList, model) && IsPlatform(model.GetSymbolInfo(call).Symbol),
        _ => false,
    };

    private static bool HasPointerArgument(ArgumentListSyntax? arguments, SemanticModel model) =>
        arguments is not null && arguments.Arguments.Any(a => model.GetTypeInfo(a.Expression).Type is IPointerTypeSymbol);

    /// <summary>Acquiring and freeing do not follow the pointer.</summary>
    private static bool IsPlatform(ISymbol? symbol) =>
        symbol is IMethodSymbol { Name: not ("AlignedFree" or "Free" or "AlignedRealloc" or "AcquirePointer") } method
        && method.ContainingNamespace.ToDisplayString().StartsWith("System", StringComparison.Ordinal);
}
