"""The pages of people: owners keep the accounts, everyone their own password and PIN.

They work without scripts. After a change of one's own password this browser stays signed in; all
others are out.
"""

from __future__ import annotations

from flask import redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from tableorder import security
from tableorder.access import access
from tableorder.auth import accounts, service
from tableorder.auth.account_queries import AccountView, get_account, list_accounts
from tableorder.auth.account_routes import owner
from tableorder.auth.queries import StaffView
from tableorder.auth.routes import bp
from tableorder.auth.schemas import AccountChange, NewAccount, PasswordChange, PinChange
from tableorder.errors import AppError, NotFound
from tableorder.forms import Form, Values
from tableorder.web import check, page, status_of

__all__ = ["bp"]

LIST = "/admin/accounts"


@bp.get(LIST)
@owner
def accounts_page(who: StaffView) -> ResponseReturnValue:
    """List the people who work in the store, and show the form for another one."""
    return _list_page(who, Form(Values({"role": "staff"})))


@bp.post(LIST)
@owner
def post_account(who: StaffView) -> ResponseReturnValue:
    """Add a person, or show what to mend; the password is not shown again."""
    try:
        body = check(NewAccount, _fields("username", "password", "role"))
        accounts.create_account(who.store.id, **body.model_dump())
    except AppError as error:
        form = Form(_without_secrets(), error, at="username")
        return _list_page(who, form, status=status_of(error))
    return redirect(f"{LIST}?done=added", 303)


@bp.get(f"{LIST}/<int:account_id>")
@owner
def account_page(who: StaffView, account_id: int) -> ResponseReturnValue:
    """Show one person: name, role, password, PIN, devices."""
    account = get_account(who.store.id, account_id)
    return _account_page(who, account, _form_of(account))


@bp.post(f"{LIST}/<int:account_id>")
@owner
def post_account_change(who: StaffView, account_id: int) -> ResponseReturnValue:
    """Save a person's name and role."""
    account = get_account(who.store.id, account_id)
    try:
        body = check(AccountChange, _fields("username", "role"))
        accounts.change_account(who.store.id, account_id, body.model_dump())
    except AppError as error:
        form = Form(request.form, error, at="role")
        return _account_page(who, account, form, status=status_of(error))
    return redirect(f"{LIST}?done=saved", 303)


@bp.post(f"{LIST}/<int:account_id>/password")
@owner
def post_password_reset(who: StaffView, account_id: int) -> ResponseReturnValue:
    """Give a person another password, which signs them out everywhere; one's own has its page."""
    if account_id == who.account_id:
        raise NotFound
    account = get_account(who.store.id, account_id)
    try:
        body = check(PasswordChange, _fields("password"))
        accounts.set_password(who.store.id, account_id, body.password)
    except AppError as error:
        form = _form_of(account, error)
        return _account_page(who, account, form, status=status_of(error))
    return redirect(f"{LIST}/{account_id}?done=password", 303)


@bp.post(f"{LIST}/<int:account_id>/pin")
@owner
def post_their_pin(who: StaffView, account_id: int) -> ResponseReturnValue:
    """Give a person a PIN."""
    account = get_account(who.store.id, account_id)
    try:
        accounts.set_pin(who.store.id, account_id, check(PinChange, _fields("pin")).pin)
    except AppError as error:
        form = _form_of(account, error)
        return _account_page(who, account, form, status=status_of(error))
    return redirect(f"{LIST}/{account_id}?done=pin", 303)


@bp.post(f"{LIST}/<int:account_id>/pin/delete")
@owner
def post_their_pin_delete(who: StaffView, account_id: int) -> ResponseReturnValue:
    """Take a person's PIN away."""
    accounts.set_pin(who.store.id, account_id, None)
    return redirect(f"{LIST}/{account_id}?done=no-pin", 303)


@bp.post(f"{LIST}/<int:account_id>/sign-out")
@owner
def post_their_sign_out(who: StaffView, account_id: int) -> ResponseReturnValue:
    """Sign a person out on all devices."""
    accounts.end_sign_ins(who.store.id, account_id)
    return redirect(f"{LIST}/{account_id}?done=signed-out", 303)


@bp.post(f"{LIST}/<int:account_id>/delete")
@owner
def post_account_delete(who: StaffView, account_id: int) -> ResponseReturnValue:
    """Remove a person, or say why not."""
    account = get_account(who.store.id, account_id)
    try:
        accounts.delete_account(who.store.id, account_id)
    except AppError as error:
        form = _form_of(account, error, at="delete")
        return _account_page(who, account, form, status=status_of(error))
    return redirect(f"{LIST}?done=deleted", 303)


@bp.get("/admin/me")
@access("staff")
def me_page(who: StaffView) -> ResponseReturnValue:
    """Show one's own account: password, PIN, devices."""
    return _me_page(who, Form(Values()))


@bp.post("/admin/me/password")
@access("staff")
def post_my_password(who: StaffView) -> ResponseReturnValue:
    """Change one's own password by the present one; this browser stays signed in."""
    try:
        body = check(PasswordChange, _fields("password", "old_password"))
        accounts.check_own_password(who, body.old_password or "", address=request.remote_addr)
        accounts.set_password(who.store.id, who.account_id, body.password)
    except AppError as error:
        form = Form(Values(), error, at="old_password")
        return _me_page(who, form, status=status_of(error))
    response = redirect("/admin/me?done=password", 303)
    security.set_token_cookie(response, "staff", service.sign_in_again(who))
    return response


@bp.post("/admin/me/pin")
@access("staff")
def post_my_pin(who: StaffView) -> ResponseReturnValue:
    """Set one's own PIN."""
    try:
        accounts.set_pin(who.store.id, who.account_id, check(PinChange, _fields("pin")).pin)
    except AppError as error:
        return _me_page(who, Form(Values(), error), status=status_of(error))
    return redirect("/admin/me?done=pin", 303)


@bp.post("/admin/me/pin/delete")
@access("staff")
def post_my_pin_delete(who: StaffView) -> ResponseReturnValue:
    """Take one's own PIN away."""
    accounts.set_pin(who.store.id, who.account_id, None)
    return redirect("/admin/me?done=no-pin", 303)


@bp.post("/admin/me/sign-out")
@access("staff")
def post_my_sign_out(who: StaffView) -> ResponseReturnValue:
    """Sign oneself out on all devices, this one too."""
    accounts.end_sign_ins(who.store.id, who.account_id)
    response: Response = redirect("/login", 303)
    security.clear_token_cookie(response, "staff")
    return response


def _fields(*names: str) -> dict[str, str]:
    return {name: request.form.get(name, "") for name in names}


def _without_secrets() -> Values:
    return Values(_fields("username", "role"))


def _form_of(account: AccountView, error: AppError | None = None, *, at: str = "") -> Form:
    return Form(Values({"username": account.username, "role": account.role}), error, at=at)


def _list_page(who: StaffView, form: Form, *, status: int = 200) -> ResponseReturnValue:
    return page(
        "admin/accounts.html",
        status=status,
        accounts=list_accounts(who.store.id),
        form=form,
        done=request.args.get("done"),
    )


def _account_page(
    who: StaffView, account: AccountView, form: Form, *, status: int = 200
) -> ResponseReturnValue:
    return page(
        "admin/account.html",
        status=status,
        account=account,
        form=form,
        is_me=account.id == who.account_id,
        done=request.args.get("done"),
    )


def _me_page(who: StaffView, form: Form, *, status: int = 200) -> ResponseReturnValue:
    account = get_account(who.store.id, who.account_id)
    return page(
        "admin/me.html",
        status=status,
        account=account,
        form=form,
        done=request.args.get("done"),
    )
