package dev.gateway.adapter.markdown;

import java.util.function.Consumer;
import org.commonmark.node.Node;

/** A walk through a tree in the order of the text, without recursion. */
final class NodeTraversal {

    private final Node root;

    NodeTraversal(Node root) {
        this.root = root;
    }

    /** Calls {@code visit} for the root and all below it. */
    void forEach(Consumer<Node> visit) {
        Node node = root;
        while (node != null) {
            visit.accept(node);
            node = next(node);
        }
    }

    private Node next(Node from) {
        if (from.getFirstChild() != null) {
            return from.getFirstChild();
        }
        Node node = from;
        while (node != root && node.getNext() == null) {
            node = node.getParent();
        }
        return node == root ? null : node.getNext();
    }
}
