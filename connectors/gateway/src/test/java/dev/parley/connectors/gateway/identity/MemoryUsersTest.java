package dev.parley.connectors.gateway.identity;

class MemoryUsersTest extends UsersContract {
    @Override
    Users open() {
        return new MemoryUsers();
    }
}
