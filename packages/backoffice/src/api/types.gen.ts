// The Back Office's API as types, made by scripts/backoffice-types.ts. Not to be edited.
export interface paths {
    "/backoffice/api/invitations/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an invitation is for */
        get: operations["readInvitation"];
        put?: never;
        /** Accept an invitation; once */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/profile/totp/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new secret for the second factor, shown once; valid when its first code is given */
        post: operations["beginTotp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/profile/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change one's password; every other session ends */
        put: operations["changePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change one's name, language, colours or time zone */
        put: operations["changeProfile"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/profile/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of one's sessions */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/profile/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The first code of the new secret; recovery codes are shown once */
        post: operations["enrolTotp"];
        /** Do without a second factor, where that is allowed */
        delete: operations["removeTotp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/door": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the sign-in page offers */
        get: operations["getDoor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in, and what they may do */
        get: operations["getSession"];
        put?: never;
        /** Sign in with e-mail and password */
        post: operations["signIn"];
        /** Sign out */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/profile/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's sessions */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/profile/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** New recovery codes; the old ones end */
        post: operations["newRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/oidc/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Come back from the identity provider */
        get: operations["returnOidc"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/session/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give the second factor */
        post: operations["signInTotp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/oidc/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sign in at the identity provider */
        get: operations["startOidc"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/session/step-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Prove oneself again before something dangerous */
        post: operations["stepUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/team/{operator_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change somebody's role; nobody changes their own, one admin stays, more of a say needs approval */
        put: operations["changeRole"];
        post?: never;
        /** Take somebody out of the workspace; their sessions there end */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/approvals/{approval_id}/collect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Carry out an approved request whose result is shown once */
        post: operations["collectApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/approvals/{approval_id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve or reject; nobody decides their own */
        post: operations["decideApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/views/{view_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Forget a saved view */
        delete: operations["deleteView"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/audit.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The audit with its hashes, as CSV */
        get: operations["exportAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/approvals/{approval_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One request for approval */
        get: operations["getApproval"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/team": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People of a workspace and open invitations */
        get: operations["getTeam"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/team/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Invite somebody; the link is shown once, for a role with a say in approvals when it is approved */
        post: operations["invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was asked for and needs, or had, a second pair of eyes */
        get: operations["listApprovals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every act with before and after */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/merchants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Merchants that the person may see, by name or Client-Id */
        get: operations["listMerchants"];
        put?: never;
        /** Make a merchant; its Secret Key is shown once */
        post: operations["makeMerchant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's saved views */
        get: operations["listViews"];
        put?: never;
        /** Save the filters and columns of a list under a name */
        post: operations["saveView"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/merchants/{client_id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Refuse a merchant's calls, or let them in again */
        put: operations["setMerchantStatus"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Compute the chain anew and compare */
        post: operations["verifyAudit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/approvals/{approval_id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back what one asked for */
        post: operations["withdrawApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/team/invitations/{invitation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw an invitation */
        delete: operations["withdrawInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/payments.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every payment that the filters find, as CSV */
        get: operations["exportPayments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/payments/{payment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One payment and all that happened to it */
        get: operations["getPayment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/payments/{payment_id}/inquiries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask the bank now what became of a payment */
        post: operations["inquirePayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Payments, newest first */
        get: operations["listPayments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/payments/{payment_id}/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refund a payment, wholly or in part; above the limit it needs approval */
        post: operations["refundPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/payments/{payment_id}/resolution": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for an unclear payment to be ended by hand, with evidence */
        post: operations["resolvePayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/payments/sum": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count and amount of what the filters find, as far as it was looked at */
        get: operations["sumPayments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/payments/{payment_id}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Ask for a payment's net to be divided otherwise, by a second person */
        put: operations["changePaymentSplit"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/payments/{payment_id}/split-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What other lines of a split would come to for a payment; nothing is written */
        post: operations["previewPaymentSplit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/tokens/{token_id}/deletion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Unbind an account at the bank */
        post: operations["deleteToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/refunds.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every refund that the filters find, as CSV */
        get: operations["exportRefunds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/tokens.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every token that the filters find, as CSV */
        get: operations["exportTokens"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/notifications/{notification_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One notification with every attempt and its answer */
        get: operations["getNotification"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/refunds/{refund_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One refund and all that happened to it */
        get: operations["getRefund"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/tokens/{token_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One token, its history and its newest payments */
        get: operations["getToken"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Notifications, newest first */
        get: operations["listNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Refunds, newest first */
        get: operations["listRefunds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tokens, newest first */
        get: operations["listTokens"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What changes, as it changes (server-sent events) */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/notifications/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send again whatever the filters find; in one merchant only */
        post: operations["resendMany"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/notifications/{notification_id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a notification again */
        post: operations["resendOne"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whatever has exactly this reference */
        get: operations["search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/banks/{bank}/activation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Activate a bank with its Key and Secret, which are tried first */
        post: operations["activateBank"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A merchant's switches */
        get: operations["getSettings"];
        /** Change some of a merchant's switches; weaker four eyes and other hosts need approval */
        put: operations["changeSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/banks/{bank}/deactivation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let nothing new begin at a bank */
        post: operations["deactivateBank"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/signature": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Compare a pasted request with what its signature should have been */
        post: operations["debugSignature"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/keys/{key_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End an old key at once */
        post: operations["endKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/requests/{call_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One call with its masked bodies and the verdict on its signature */
        get: operations["getCall"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/home": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The picture of a range: volume, success, failures, what is unclear, notifications, the bank's latency */
        get: operations["getHome"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/banks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every bank that there is, and how the merchant stands with it */
        get: operations["listBanks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Calls of the API, newest first */
        get: operations["listCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A merchant's Client-Id and its keys, without the keys themselves */
        get: operations["listKeys"];
        put?: never;
        /** A new Secret Key beside the old one; shown once, to the one who asked */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/requests/{call_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a call again under a new Request-Id; in a sandbox only */
        post: operations["replayCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/banks/{bank}/notification-url": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Where notifications go; the first one at once, a change after approval */
        put: operations["setNotificationUrl"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/banks/{bank}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask the bank whether it takes this Key and Secret, or the kept ones; nothing is kept */
        post: operations["testBank"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/banks/{bank}/test-notification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a signed example to the configured URL now, and show what it answered */
        post: operations["testNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/bank-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Merchants' own bank accounts, newest first, and the banks at which one can be */
        get: operations["listBankAccounts"];
        put?: never;
        /** Add a bank account; nothing is paid to it before it is verified */
        post: operations["addBankAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/bank-accounts/{account_id}/closing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close an account: at once, or by a second person where money may go to it */
        post: operations["closeBankAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/bank-accounts/{account_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One bank account, its history, and what it got lately */
        get: operations["getBankAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/bank-accounts/{account_id}/inquiry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask a bank whose account it is */
        post: operations["inquireBankAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/bank-accounts/{account_id}/default": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a verified account to be the default, by a second person */
        post: operations["makeDefaultBankAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/bank-accounts/{account_id}/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for an account that a bank has named to be verified, by a second person */
        post: operations["verifyBankAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/fees": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A merchant's tariffs by bank: past, in force and to come */
        get: operations["listFees"];
        put?: never;
        /** Ask for another tariff from an instant on, by a second person of the gateway */
        post: operations["changeFee"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/fee-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What amounts cost by the tariff in force, and by other terms; nothing is written */
        post: operations["previewFee"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/fees/{fee_id}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a tariff to come to be withdrawn, by a second person of the gateway */
        post: operations["withdrawFee"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/settlement/foresight": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a run of a day would book now; nothing is written */
        post: operations["foreseeSettlement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/settlement/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A month of the banks: working days, holidays, and the day on which each is settled */
        get: operations["getCalendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/settlement/upcoming": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What waits to be settled, for each merchant and bank, and why something stays */
        get: operations["listUpcoming"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/settlement-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The fee of a payment, what each bank account would get of it, and when; nothing is written */
        post: operations["previewSettlement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/settlement/holidays/{day}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Add a holiday of the banks, or say it otherwise; what waits is moved to its new day */
        put: operations["putHoliday"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/settlement/holidays/{day}/removal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a holiday out; what waits is moved to its new day */
        post: operations["removeHoliday"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/settlement/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Settle a day now, instead of waiting for the workers; twice does it once */
        post: operations["runSettlement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/settlement/terms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is agreed with a merchant about its settlement, by bank, and how it has changed */
        get: operations["listTerms"];
        put?: never;
        /** Ask for other terms of settlement, by a second person of the gateway */
        post: operations["changeTerms"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/settlement/terms-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What other terms would move of what waits now; nothing is written */
        post: operations["previewTerms"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/reconciliation/partners": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say what a bank calls, or once called, a merchant: its lines find it then */
        post: operations["assignPartner"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/reconciliation/days/{bank}/{day}/closing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close a bank's day: it is sealed with the heads of all ledgers */
        post: operations["closeDay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/reconciliation/days/{bank}/{day}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One day of a bank: its statement against our books, what differs, its seal */
        get: operations["getDay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/reconciliation/statements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a bank's statement in, or only judge it; the body is the file as it is */
        post: operations["importStatement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/reconciliation/days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A bank's days, the latest first: each one's statement against our books */
        get: operations["listDays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/reconciliation/strays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lines of a bank's statements that are no merchant's, the newest day first */
        get: operations["listStrays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/exceptions/ages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How long open differences have waited: how many, and the rupiah that differ */
        get: operations["ageExceptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/exceptions.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every difference that the filters find, as CSV */
        get: operations["exportExceptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/exceptions/{exception_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One difference: what the bank shows, what we know, and how it may end */
        get: operations["getException"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/exceptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Differences between banks' statements and our books, newest first */
        get: operations["listExceptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/exceptions/{exception_id}/resolution": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a difference to be resolved, with evidence, by a second person */
        post: operations["resolveException"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/settlement/batches/{batch_id}/lines.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The lines of a batch, as CSV */
        get: operations["exportBatchLines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/settlement/statement.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was settled with a merchant on a day, line by line, as CSV */
        get: operations["exportStatement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/settlement/batches/{batch_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One batch: its totals, and what became of each account */
        get: operations["getBatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/settlement/statement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was settled with a merchant on a day, to be printed */
        get: operations["getStatement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/settlement/batches/{batch_id}/lines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The lines of a batch, oldest first */
        get: operations["listBatchLines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/settlement/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Batches, latest day first */
        get: operations["listBatches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/settlement/payouts/{payout_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One payout, its file and all that happened to it */
        get: operations["getPayout"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/settlement/payout-files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Files of payouts for banks, newest first */
        get: operations["listPayoutFiles"];
        put?: never;
        /** Put every payout that is ready into a file for its bank */
        post: operations["makePayoutFiles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/settlement/payouts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Payouts, newest first */
        get: operations["listPayouts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/settlement/payout-files/{file}/sent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that a file was handed to the bank */
        post: operations["markPayoutFileSent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/settlement/payout-results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read the bank's report (pain.002) about a file of payouts, or say what it would change */
        post: operations["readPayoutResults"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/settlement/payouts/{payout_id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let an account be paid to again whose payout was refused or came back */
        post: operations["releasePayout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/settlement/payout-files/{file}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let every account be paid to again that a wholly refused file holds for one reason */
        post: operations["releasePayoutFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/settlement/payout-files/{file}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The file itself (pain.001), with account numbers, to be carried to the bank */
        post: operations["takePayoutFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/balances/{account}/movements.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The journals that move an account as CSV, oldest hour first */
        get: operations["exportMovements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/balances/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why an account holds what it does: from its opening to its closing balance, by template */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/journals/{journal_no}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One journal: its transfers, what it is about, who caused it, and its link of the chain */
        get: operations["getJournal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/home/money": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Money on its way, by where it is and how long */
        get: operations["getMoneyInTransit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/balances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every account of a merchant with its balance, now or as of an instant */
        get: operations["listBalances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/merchant-balances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Balances of every merchant that may be seen, by kind of account; by name */
        get: operations["listMerchantBalances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backoffice/api/{workspace}/balances/{account}/movements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The journals that move an account, newest first */
        get: operations["listMovements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Refused: {
            error: {
                code: string;
                message: string;
                field?: string;
                retry_after_s?: number;
                /** Format: uuid */
                approval_id?: string;
            };
        };
        Session: {
            person: {
                /** Format: uuid */
                operator_id: string;
                name: string;
                email: string;
                /** @enum {string} */
                locale: "id" | "en";
                /** @enum {string} */
                theme: "light" | "dark" | "auto";
                time_zone: string | null;
                totp: boolean;
                oidc: boolean;
            };
            csrf: string;
            workspaces: {
                workspace: string;
                name: string;
                /** @enum {string} */
                role: "admin" | "developer" | "finance_maker" | "approver" | "support" | "viewer";
                permissions: ("figures.view" | "payments.view" | "people.view" | "export" | "payments.refund" | "payments.inquire" | "payments.resolve" | "exceptions.resolve" | "money.view" | "splits.change" | "tokens.delete" | "notifications.resend" | "requests.view" | "requests.replay" | "banks.view" | "banks.configure" | "accounts.view" | "accounts.change" | "keys.view" | "keys.rotate" | "settings.change" | "approvals.view" | "approvals.decide" | "team.view" | "team.change" | "audit.view" | "merchants.change" | "fees.change" | "settlement.operate")[];
                suspended: boolean;
            }[];
            banks: {
                bank: string;
                name: string;
            }[];
            stepped_up_until: string | null;
            /** Format: date-time */
            idle_out_at: string;
            sandbox: boolean;
            version: string;
        };
        Act: {
            /** @constant */
            result: "done";
        } | {
            /** @constant */
            result: "approval";
            /** Format: uuid */
            approval_id: string;
        };
        Approval: {
            client_id: string | null;
            merchant_name: string | null;
            /** Format: uuid */
            approval_id: string;
            /** @enum {string} */
            kind: "refund" | "resolve_payment" | "rotate_key" | "notification_url" | "bank_credentials" | "exception" | "bank_account" | "split" | "notification_hosts" | "fees" | "settlement_terms" | "four_eyes" | "team_invitation" | "team_role";
            /** @enum {string} */
            state: "pending" | "approved" | "done" | "failed" | "rejected" | "withdrawn" | "expired";
            subject: string;
            asked: {
                [key: string]: unknown;
            };
            reason: string;
            asked_by: components["schemas"]["Person"];
            /** Format: date-time */
            asked_at: string;
            decided_by: components["schemas"]["Person"] | null;
            decided_at: string | null;
            decision_reason: string | null;
            /** Format: date-time */
            expires_at: string;
            outcome: string | null;
            waits_for: ("colleague" | "gateway" | "nobody") | null;
            code: string | null;
            may: ("approve" | "reject" | "withdraw" | "collect")[];
        };
        Person: {
            /** Format: uuid */
            operator_id: string;
            name: string;
            email: string;
        };
        PaymentRow: {
            client_id: string;
            merchant_name: string;
            /** Format: uuid */
            payment_id: string;
            invoice_number: string;
            request_id: string;
            amount: string;
            refunded: string;
            /** @enum {string} */
            state: "created" | "awaiting_otp" | "confirming" | "unclear" | "succeeded" | "failed" | "expired";
            reason: string | null;
            bank: string;
            bank_code: string | null;
            bank_payment_id: string | null;
            customer_id: string;
            customer_name: string | null;
            account_tail: string | null;
            /** Format: date-time */
            created_at: string;
            finished_at: string | null;
            due_at: string | null;
        };
        PaymentPrice: {
            fee: string;
            net: string;
            split: components["schemas"]["Split"] | null;
            for_default_account: string;
        };
        Split: {
            net: string;
            lines: {
                account: string;
                /** @enum {string} */
                type: "FIX" | "PERCENTAGE";
                value: string;
                amount: string;
            }[];
        };
        PaymentSettlement: {
            /** @enum {string} */
            state: "pending" | "reconciled" | "settled" | "reversed";
            due_day: string | null;
            batch: {
                /** Format: uuid */
                batch_id: string;
                /** Format: date */
                day: string;
                booked: boolean;
            } | null;
            refunds: {
                /** Format: uuid */
                refund_id: string;
                amount: string;
                /** Format: date */
                due_day: string;
                batch: {
                    /** Format: uuid */
                    batch_id: string;
                    /** Format: date */
                    day: string;
                    booked: boolean;
                } | null;
            }[];
            accounts: {
                account_id: string;
                bank_name: string;
                number_tail: string;
                is_default: boolean;
                payable: boolean;
            }[];
        };
        FeeTerms: {
            fixed: string;
            basis_points: number;
            minimum: string;
            maximum: string | null;
        };
        Waiting: {
            /** @enum {string} */
            for: "nothing" | "otp" | "bank_answer" | "evidence" | "late_money_refund";
            since: string | null;
            next_look_at: string | null;
            looks: number;
            otp_expires_at: string | null;
            otp_tries_left: number | null;
        };
        TimelineEntry: {
            /** @constant */
            kind: "move";
            /** Format: date-time */
            at: string;
            event: string;
            state: string;
            actor: string;
            people: string[];
            bank: components["schemas"]["BankWord"] | null;
        } | {
            /** @constant */
            kind: "journal";
            /** Format: date-time */
            at: string;
            journal_no: number;
            template: string;
        } | {
            /** @constant */
            kind: "notification";
            /** Format: date-time */
            at: string;
            /** Format: uuid */
            notification_id: string;
            type: string;
            attempt: number | null;
            status: number | null;
            error: string | null;
            took_ms: number | null;
        } | {
            /** @constant */
            kind: "refund";
            /** Format: date-time */
            at: string;
            /** Format: uuid */
            refund_id: string;
            amount: string;
            /** @enum {string} */
            state: "requested" | "unclear" | "succeeded" | "failed";
            people: string[];
            bank: components["schemas"]["BankWord"] | null;
        } | {
            /** @constant */
            kind: "request";
            /** Format: date-time */
            at: string;
            /** Format: uuid */
            call_id: string;
            endpoint: string;
            status: number;
            code: string | null;
            took_ms: number;
        } | {
            /** @constant */
            kind: "act";
            /** Format: date-time */
            at: string;
            act: string;
            by: string;
            reason: string | null;
        };
        BankWord: {
            operation: string;
            http: number | null;
            code: string | null;
            message: string | null;
            note: string | null;
            external_id: string | null;
            took_ms: number | null;
        };
        Journal: {
            journal_no: number;
            template: string;
            /** Format: date-time */
            made_at: string;
            lines: {
                debit: string;
                credit: string;
                amount: string;
            }[];
        };
        NotificationBrief: {
            /** Format: uuid */
            notification_id: string;
            type: string;
            /** @enum {string} */
            state: "pending" | "delivered" | "exhausted" | "undeliverable";
            attempts: number;
            last_status: number | null;
            last_error: string | null;
            /** Format: date-time */
            created_at: string;
            due_at: string | null;
        };
        RefundBrief: {
            /** Format: uuid */
            refund_id: string;
            /** @enum {string} */
            kind: "merchant" | "late";
            amount: string;
            /** @enum {string} */
            state: "requested" | "unclear" | "succeeded" | "failed";
            request_id: string | null;
            /** Format: date-time */
            created_at: string;
            finished_at: string | null;
        };
        NotificationRow: {
            /** Format: uuid */
            notification_id: string;
            type: string;
            /** @enum {string} */
            state: "pending" | "delivered" | "exhausted" | "undeliverable";
            attempts: number;
            last_status: number | null;
            last_error: string | null;
            /** Format: date-time */
            created_at: string;
            due_at: string | null;
            client_id: string;
            merchant_name: string;
            /** @enum {string} */
            about: "payments" | "refunds" | "tokens";
            /** Format: uuid */
            subject_id: string;
            url: string;
            sequence: number;
            done_at: string | null;
        };
        RefundRow: {
            client_id: string;
            merchant_name: string;
            /** Format: uuid */
            refund_id: string;
            /** Format: uuid */
            payment_id: string;
            invoice_number: string;
            /** @enum {string} */
            kind: "merchant" | "late";
            /** @enum {string} */
            state: "requested" | "unclear" | "succeeded" | "failed";
            amount: string;
            request_id: string | null;
            bank: string;
            bank_code: string | null;
            bank_refund_id: string | null;
            reason: string | null;
            /** Format: date-time */
            created_at: string;
            finished_at: string | null;
            due_at: string | null;
        };
        RefundSettlement: {
            /** @enum {string} */
            state: "pending" | "reconciled" | "settled" | "reversed";
            due_day: string | null;
            batch: {
                /** Format: uuid */
                batch_id: string;
                /** Format: date */
                day: string;
                booked: boolean;
            } | null;
        };
        TokenRow: {
            client_id: string;
            merchant_name: string;
            /** Format: uuid */
            token_id: string;
            token_word: string | null;
            /** @enum {string} */
            state: "pending" | "active" | "failed" | "expired" | "deleting" | "deleted";
            bank: string;
            customer_id: string;
            customer_name: string | null;
            account_tail: string | null;
            reason: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            changed_at: string;
        };
        CallRow: {
            client_id: string;
            merchant_name: string;
            /** Format: uuid */
            call_id: string;
            /** Format: date-time */
            at: string;
            method: string;
            path: string;
            request_id: string | null;
            status: number;
            code: string | null;
            /** @enum {string} */
            signature: "right" | "wrong" | "unknown";
            replayed: boolean;
            took_ms: number;
            address: string | null;
        };
        Settings: {
            /** @enum {string} */
            line_items: "enforce" | "ignore";
            /** @enum {string} */
            amounts: "number" | "string";
            /** @enum {string} */
            replay_status: "conflict" | "original";
            /** @enum {string} */
            notification_schedule: "durable" | "doku";
            notify_tokens: boolean;
            notify_refunds: boolean;
            notification_hosts: string[];
            rate: {
                per_second: number;
                burst: number;
            } | null;
            four_eyes: {
                refund_above: string | null;
                keys: boolean;
                notification_url: boolean;
                bank_credentials: boolean;
                team: boolean;
            };
        };
        BankState: {
            bank: string;
            name: string;
            /** @enum {string} */
            state: "never" | "active" | "inactive";
            key_hint: string | null;
            notification_url: string | null;
            notifications_disabled: boolean;
            changed_at: string | null;
        };
        BankAccountRow: {
            client_id: string;
            merchant_name: string;
            account_id: string;
            bank_code: string;
            bank_name: string;
            number_tail: string;
            holder: string;
            inquired_name: string | null;
            names_agree: boolean | null;
            /** @enum {string} */
            status: "new" | "inquired" | "verified" | "refused" | "closed";
            is_default: boolean;
            /** Format: date-time */
            created_at: string;
            inquired_at: string | null;
            verified_at: string | null;
            closed_at: string | null;
            may: ("inquire" | "verify" | "make_default" | "close")[];
        };
        TariffRow: {
            /** Format: uuid */
            fee_id: string;
            bank: string;
            terms: components["schemas"]["FeeTerms"];
            /** Format: date-time */
            valid_from: string;
            until: string | null;
            /** @enum {string} */
            standing: "past" | "in_force" | "to_come" | "replaced" | "withdrawn";
            /** Format: date-time */
            made_at: string;
            made_by: components["schemas"]["Person"] | null;
            approved_by: components["schemas"]["Person"] | null;
            approval_id: string | null;
            withdrawn_at: string | null;
        };
        SettlementTerms: {
            working_days: number;
            minimum: string;
        };
        TermsEffect: {
            days: {
                /** Format: date */
                day: string;
                unseen: string;
                before: string | null;
                after: string | null;
            }[];
            paid: {
                accounts: number;
                amount: string;
            };
            stays: {
                accounts: number;
                amount: string;
            };
        };
        DayRow: {
            /** Format: date */
            day: string;
            /** @enum {string} */
            state: "none" | "missing" | "loaded" | "matched" | "judged" | "closed";
            lines: number | null;
            matched: number | null;
            sums: {
                bank: {
                    debit: string;
                    refund: string;
                    payout: string;
                    payout_return: string;
                };
                ours: {
                    debit: string;
                    refund: string;
                    payout: string;
                    payout_return: string;
                };
            } | null;
            open: {
                missing_at_bank: number;
                missing_here: number;
                amount_differs: number;
                duplicate: number;
            };
            resolved: number;
            strays: number | null;
            refused: number | null;
            imported_at: string | null;
            closed_at: string | null;
        };
        StrayRow: {
            /** Format: uuid */
            statement_id: string;
            line: number;
            /** Format: date */
            day: string;
            partner: string;
            /** @enum {string} */
            type: "debit" | "refund" | "payout" | "payout_return";
            bank_reference: string;
            reference: string;
            amount: string;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            reason: "unknown_partner" | "shared_partner";
            found: {
                client_id: string;
                merchant_name: string;
                /** Format: date-time */
                at: string;
            } | null;
        };
        ExceptionRow: {
            client_id: string;
            merchant_name: string;
            /** Format: uuid */
            exception_id: string;
            bank: string;
            /** Format: date */
            day: string;
            /** @enum {string} */
            reason: "missing_at_bank" | "missing_here" | "amount_differs" | "duplicate";
            /** @enum {string} */
            state: "open" | "resolved";
            /** @enum {string} */
            type: "debit" | "refund" | "payout" | "payout_return";
            subject: {
                /** @enum {string} */
                kind: "payment" | "refund" | "payout";
                /** Format: uuid */
                id: string;
            } | null;
            amount: string | null;
            expected: string | null;
            difference: string;
            in_suspense: string;
            /** Format: date-time */
            opened_at: string;
            resolved_at: string | null;
            resolution: ("bank_corrected" | "payment_reversed" | "refund_reversed" | "owed_again" | "booked_to_account" | "returned_to_bank" | "loss_borne" | "loss_recovered" | "matched_by_hand") | null;
        };
        StatementLine: {
            /** Format: date */
            day: string;
            line: number;
            /** @enum {string} */
            type: "debit" | "refund" | "payout" | "payout_return";
            /** Format: date-time */
            at: string;
            bank_reference: string;
            reference: string;
            amount: string;
            /** @enum {string} */
            status: "pending" | "matched" | "missing_here" | "amount_differs" | "duplicate" | "explained";
        };
        BatchRow: {
            client_id: string;
            merchant_name: string;
            /** Format: uuid */
            batch_id: string;
            bank: string;
            /** Format: date */
            day: string;
            /** @enum {string} */
            state: "collecting" | "booked";
            items: number;
            gross: string;
            fees: string;
            refunds: string;
            net: string;
            /** Format: date-time */
            began_at: string;
            booked_at: string | null;
            ordered: string;
            payout_states: ("ready" | "sent" | "paid" | "refused" | "returned")[];
        };
        SettlementLineRow: {
            kind: ("payment" | "refund") | null;
            /** Format: uuid */
            item_id: string;
            line_no: number;
            payment_id: string | null;
            invoice_number: string | null;
            succeeded_at: string | null;
            amount: string | null;
            fee: string | null;
            account: string;
            share: string;
            instead_of: string | null;
        };
        PayoutRow: {
            client_id: string;
            merchant_name: string;
            /** Format: uuid */
            payout_id: string;
            reference: string;
            /** Format: uuid */
            batch_id: string;
            /** Format: date */
            day: string;
            bank: string;
            account: string;
            bank_name: string | null;
            number_tail: string | null;
            amount: string;
            /** @enum {string} */
            state: "ready" | "sent" | "paid" | "refused" | "returned";
            reason: string | null;
            file_id: string | null;
            held: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            changed_at: string;
        };
        PayoutFileRow: {
            /** Format: uuid */
            file_id: string;
            bank: string;
            /** Format: date */
            day: string;
            message_id: string;
            /** @enum {string} */
            state: "ready" | "sent" | "refused";
            payouts: number;
            amount: string;
            reason: string | null;
            /** Format: date-time */
            created_at: string;
            sent_at: string | null;
            held: {
                reason: string;
                payouts: number;
                amount: string;
                disputed: number;
            }[];
        };
        LedgerAccount: {
            account: string;
            /** @enum {string} */
            kind: "bank_receivable" | "cash" | "merchant_payable" | "refund_in_transit" | "fee_revenue" | "split_payable" | "payout_clearing" | "suspense" | "write_off";
            /** @enum {string} */
            side: "debit" | "credit";
            clears: boolean;
            bank: string | null;
            bank_account: {
                account_id: string;
                bank_name: string;
                number_tail: string;
            } | null;
            balance: string;
        };
        Movement: {
            journal_no: number;
            template: string;
            /** Format: date-time */
            made_at: string;
            subject: {
                /** @enum {string} */
                kind: "payment" | "refund" | "chunk" | "batch" | "payout" | "exception";
                /** Format: uuid */
                id: string;
            };
            debits: string;
            credits: string;
            change: string;
        };
        LiveEvent: {
            /** @constant */
            kind: "payment";
            client_id: string;
            /** Format: uuid */
            payment_id: string;
            state: string;
            version: number;
            /** Format: date-time */
            at: string;
        } | {
            /** @constant */
            kind: "refund";
            client_id: string;
            /** Format: uuid */
            refund_id: string;
            /** Format: uuid */
            payment_id: string;
            state: string;
            version: number;
            /** Format: date-time */
            at: string;
        } | {
            /** @constant */
            kind: "token";
            client_id: string;
            /** Format: uuid */
            token_id: string;
            state: string;
            version: number;
            /** Format: date-time */
            at: string;
        } | {
            /** @constant */
            kind: "notification";
            client_id: string;
            /** Format: uuid */
            notification_id: string;
            state: string;
            attempts: number;
            /** Format: date-time */
            at: string;
        } | {
            /** @constant */
            kind: "approval";
            client_id: string | null;
            /** Format: uuid */
            approval_id: string;
            state: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: email */
                        email: string;
                        invited_by: string | null;
                        merchant_name: string | null;
                        client_id: string | null;
                        /** @enum {string} */
                        role: "admin" | "developer" | "finance_maker" | "approver" | "support" | "viewer";
                        known: boolean;
                        signed_in: boolean;
                        wants_code: boolean;
                        /** Format: date-time */
                        expires_at: string;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    password?: string;
                    code?: string;
                    /** @enum {string} */
                    locale?: "id" | "en";
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        next: "done" | "totp" | "enrol_totp";
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    beginTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        secret: string;
                        uri: string;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    current: string;
                    new: string;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    changeProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    /** @enum {string} */
                    locale?: "id" | "en";
                    /** @enum {string} */
                    theme?: "light" | "dark" | "auto";
                    time_zone?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    enrolTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        recovery_codes: string[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    removeTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    getDoor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        oidc: {
                            name: string;
                        } | null;
                        sandbox: {
                            email: string;
                            password: string;
                            role: string;
                            of: string;
                        }[] | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        next: "done" | "totp" | "enrol_totp";
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: {
                            /** Format: uuid */
                            session_id: string;
                            current: boolean;
                            address: string;
                            agent: string;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            seen_at: string;
                        }[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    newRecoveryCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        recovery_codes: string[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    returnOidc: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Go there */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    signInTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                } | {
                    recovery_code: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        next: "done" | "totp" | "enrol_totp";
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    startOidc: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Go there */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    stepUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    password?: string;
                    code?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        stepped_up_until: string;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    changeRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                operator_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    role: "admin" | "developer" | "finance_maker" | "approver" | "support" | "viewer";
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Act"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                operator_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    collectApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        approval: components["schemas"]["Approval"];
                        secret: string;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    decideApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    approve: boolean;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    deleteView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                view_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    exportAudit: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                zone?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description CSV */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    getApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    getTeam: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        members: {
                            /** Format: uuid */
                            operator_id: string;
                            name: string;
                            email: string;
                            /** @enum {string} */
                            role: "admin" | "developer" | "finance_maker" | "approver" | "support" | "viewer";
                            totp: boolean;
                            /** @enum {string} */
                            status: "active" | "disabled";
                            last_seen_at: string | null;
                        }[];
                        invitations: {
                            /** Format: uuid */
                            invitation_id: string;
                            email: string;
                            /** @enum {string} */
                            role: "admin" | "developer" | "finance_maker" | "approver" | "support" | "viewer";
                            invited_by: components["schemas"]["Person"] | null;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            expires_at: string;
                        }[];
                        four_eyes: boolean;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    invite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    email: string;
                    /** @enum {string} */
                    role: "admin" | "developer" | "finance_maker" | "approver" | "support" | "viewer";
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        result: "done";
                        /** Format: uuid */
                        invitation_id: string;
                        link: string;
                        /** Format: date-time */
                        expires_at: string;
                    } | {
                        /** @constant */
                        result: "approval";
                        /** Format: uuid */
                        approval_id: string;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listApprovals: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                from?: string;
                to?: string;
                state?: "pending" | "approved" | "done" | "failed" | "rejected" | "withdrawn" | "expired";
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["Approval"][];
                        next: string | null;
                        searched_to: string | null;
                        pending: number;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                from?: string;
                to?: string;
                act?: string;
                operator_id?: string;
                subject?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: {
                            entry_no: number;
                            client_id: string | null;
                            /** Format: date-time */
                            at: string;
                            person: components["schemas"]["Person"] | null;
                            by: string;
                            role: string | null;
                            address: string | null;
                            act: string;
                            subject: string;
                            reason: string | null;
                            before: unknown;
                            after: unknown;
                            hash: string;
                        }[];
                        next: string | null;
                        searched_to: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listMerchants: {
        parameters: {
            query?: {
                q?: string;
                limit?: number;
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: {
                            client_id: string;
                            name: string;
                            /** @enum {string} */
                            status: "active" | "suspended";
                            /** Format: date-time */
                            created_at: string;
                            banks: {
                                bank: string;
                                active: boolean;
                            }[];
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    makeMerchant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        client_id: string;
                        secret: string;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listViews: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: {
                            /** Format: uuid */
                            view_id: string;
                            area: string;
                            name: string;
                            query: string;
                        }[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    saveView: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    area: "payments" | "tokens" | "refunds" | "notifications" | "requests";
                    name: string;
                    query: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        view_id: string;
                        area: string;
                        name: string;
                        query: string;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    setMerchantStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                client_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    status: "active" | "suspended";
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    verifyAudit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        holds: boolean;
                        entries: number;
                        head: string;
                        broken_at: number | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    withdrawApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    withdrawInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                invitation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    exportPayments: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                zone?: string;
                state?: string;
                bank?: string;
                reason?: string;
                refunded?: "none" | "part" | "all";
                least?: string;
                most?: string;
                customer_id?: string;
                token_id?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description CSV */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    getPayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        payment: components["schemas"]["PaymentRow"];
                        token: {
                            /** Format: uuid */
                            token_id: string;
                            state: string;
                            account_tail: string | null;
                        };
                        customer: {
                            [key: string]: unknown;
                        };
                        line_items: {
                            name: string | null;
                            price: string | null;
                            quantity: string | null;
                        }[];
                        additional_info: unknown;
                        price: components["schemas"]["PaymentPrice"];
                        settlement: components["schemas"]["PaymentSettlement"] | null;
                        tariff: {
                            /** Format: uuid */
                            fee_id: string;
                            terms: components["schemas"]["FeeTerms"];
                            /** Format: date-time */
                            valid_from: string;
                        } | null;
                        waiting: components["schemas"]["Waiting"];
                        timeline: components["schemas"]["TimelineEntry"][];
                        journals: components["schemas"]["Journal"][];
                        notifications: components["schemas"]["NotificationBrief"][];
                        refunds: components["schemas"]["RefundBrief"][];
                        approvals: {
                            /** Format: uuid */
                            approval_id: string;
                            kind: string;
                            state: string;
                        }[];
                        actions: {
                            refund: {
                                may: boolean;
                                why_not: string | null;
                                most: string;
                                needs_approval_above: string | null;
                            };
                            inquire: {
                                may: boolean;
                                why_not: string | null;
                            };
                            resolve: {
                                may: boolean;
                                why_not: string | null;
                            };
                            split: {
                                may: boolean;
                                why_not: string | null;
                            };
                        };
                        raw: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    inquirePayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        state: "created" | "awaiting_otp" | "confirming" | "unclear" | "succeeded" | "failed" | "expired";
                        said: string;
                        changed: boolean;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listPayments: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                from?: string;
                to?: string;
                state?: string;
                bank?: string;
                reason?: string;
                refunded?: "none" | "part" | "all";
                least?: string;
                most?: string;
                customer_id?: string;
                token_id?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["PaymentRow"][];
                        next: string | null;
                        searched_to: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    refundPayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    amount: string;
                    reason: string;
                    request_id: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        result: "done";
                        refund: components["schemas"]["RefundBrief"];
                    } | {
                        /** @constant */
                        result: "approval";
                        /** Format: uuid */
                        approval_id: string;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    resolvePayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    state: "succeeded" | "failed";
                    evidence: {
                        /** @enum {string} */
                        source: "bank_statement" | "bank_letter" | "bank_call" | "bank_portal";
                        reference: string;
                        /** Format: date */
                        day: string;
                        note?: string;
                    };
                    reason: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Act"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    sumPayments: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                state?: string;
                bank?: string;
                reason?: string;
                refunded?: "none" | "part" | "all";
                least?: string;
                most?: string;
                customer_id?: string;
                token_id?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        count: number;
                        amount: string;
                        searched_to: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    changePaymentSplit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    lines: {
                        account: string;
                        /** @enum {string} */
                        type: "FIX" | "PERCENTAGE";
                        value: string;
                    }[] | null;
                    instead: components["schemas"]["Split"] | null;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Act"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    previewPaymentSplit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    lines: {
                        account: string;
                        /** @enum {string} */
                        type: "FIX" | "PERCENTAGE";
                        value: string;
                    }[] | null;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentPrice"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    deleteToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                token_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        state: "pending" | "active" | "failed" | "expired" | "deleting" | "deleted";
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    exportRefunds: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                zone?: string;
                state?: string;
                kind?: "merchant" | "late";
                bank?: string;
                least?: string;
                most?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description CSV */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    exportTokens: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                zone?: string;
                state?: string;
                bank?: string;
                customer_id?: string;
                phone?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description CSV */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    getNotification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                notification_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        notification: components["schemas"]["NotificationRow"];
                        body: string;
                        attempts: {
                            attempt: number;
                            /** Format: date-time */
                            at: string;
                            status: number | null;
                            error: string | null;
                            answer: string | null;
                            took_ms: number;
                        }[];
                        configured_url: string | null;
                        url_disabled: boolean;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    getRefund: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                refund_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        refund: components["schemas"]["RefundRow"];
                        payment: components["schemas"]["PaymentRow"];
                        refund_reason: string | null;
                        asked_by: string | null;
                        settlement: components["schemas"]["RefundSettlement"] | null;
                        waiting: components["schemas"]["Waiting"];
                        timeline: components["schemas"]["TimelineEntry"][];
                        journals: components["schemas"]["Journal"][];
                        notifications: components["schemas"]["NotificationBrief"][];
                        raw: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    getToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                token_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        token: components["schemas"]["TokenRow"];
                        customer: {
                            [key: string]: unknown;
                        };
                        waiting: components["schemas"]["Waiting"];
                        timeline: components["schemas"]["TimelineEntry"][];
                        notifications: components["schemas"]["NotificationBrief"][];
                        payments: components["schemas"]["PaymentRow"][];
                        actions: {
                            delete: {
                                may: boolean;
                                why_not: string | null;
                            };
                        };
                        raw: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listNotifications: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                from?: string;
                to?: string;
                state?: string;
                type?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["NotificationRow"][];
                        next: string | null;
                        searched_to: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listRefunds: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                from?: string;
                to?: string;
                state?: string;
                kind?: "merchant" | "late";
                bank?: string;
                least?: string;
                most?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["RefundRow"][];
                        next: string | null;
                        searched_to: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listTokens: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                from?: string;
                to?: string;
                state?: string;
                bank?: string;
                customer_id?: string;
                phone?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["TokenRow"][];
                        next: string | null;
                        searched_to: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    live: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    resendMany: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    state?: "exhausted" | "undeliverable";
                    type?: string;
                    from?: string;
                    to?: string;
                    /** @default false */
                    to_configured_url?: boolean;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        resent: number;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    resendOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                notification_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default false */
                    to_configured_url?: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    search: {
        parameters: {
            query: {
                q: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        hits: {
                            client_id: string;
                            merchant_name: string;
                            /** @enum {string} */
                            kind: "payments" | "tokens" | "refunds" | "notifications" | "requests";
                            id: string;
                            /** @enum {string} */
                            by: "invoice_number" | "request_id" | "id" | "bank_reference" | "customer_id" | "phone";
                            title: string;
                            state: string | null;
                            amount: string | null;
                            /** Format: date-time */
                            at: string;
                        }[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    activateBank: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                bank: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    key: string;
                    secret: string;
                    notification_url?: string | null;
                    /** @default false */
                    untested?: boolean;
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Act"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    getSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    changeSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    line_items?: "enforce" | "ignore";
                    /** @enum {string} */
                    amounts?: "number" | "string";
                    /** @enum {string} */
                    replay_status?: "conflict" | "original";
                    /** @enum {string} */
                    notification_schedule?: "durable" | "doku";
                    notify_tokens?: boolean;
                    notify_refunds?: boolean;
                    notification_hosts?: string[];
                    rate?: {
                        per_second: number;
                        burst: number;
                    } | null;
                    four_eyes?: {
                        refund_above: string | null;
                        keys: boolean;
                        notification_url: boolean;
                        bank_credentials: boolean;
                        team: boolean;
                    };
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Act"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    deactivateBank: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                bank: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Act"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    debugSignature: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    method: "GET" | "POST";
                    target: string;
                    client_id: string;
                    request_id: string;
                    timestamp: string;
                    signature: string;
                    body: string;
                    signed_string?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        right: boolean;
                        key_id: string | null;
                        string_to_sign: string;
                        digest: string | null;
                        findings: {
                            code: string;
                            line: number | null;
                            expected: string | null;
                            given: string | null;
                        }[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    endKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                key_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    getCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        call: components["schemas"]["CallRow"];
                        message: string | null;
                        field: string | null;
                        string_to_sign: string | null;
                        request: unknown;
                        answer: unknown;
                        subject: {
                            kind: string;
                            id: string;
                        } | null;
                        curl: string;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    getHome: {
        parameters: {
            query: {
                from: string;
                to: string;
                bank?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        bucket: "hour" | "day";
                        buckets: {
                            /** Format: date-time */
                            at: string;
                            succeeded: number;
                            failed: number;
                            expired: number;
                            open: number;
                            amount: string;
                        }[];
                        total: {
                            payments: number;
                            succeeded: number;
                            failed: number;
                            expired: number;
                            amount: string;
                            refunded: string;
                            refunds: number;
                        };
                        before: {
                            payments: number;
                            succeeded: number;
                            failed: number;
                            expired: number;
                            amount: string;
                        };
                        reasons: {
                            reason: string;
                            count: number;
                        }[];
                        unclear: {
                            count: number;
                            more: boolean;
                            amount: string;
                            ages: {
                                up_to_s: number | null;
                                count: number;
                                amount: string;
                            }[];
                            oldest: {
                                client_id: string;
                                /** Format: uuid */
                                payment_id: string;
                                amount: string;
                                /** Format: date-time */
                                since: string;
                            }[];
                        };
                        notifications: {
                            delivered: number;
                            pending: number;
                            exhausted: number;
                            undeliverable: number;
                            oldest_due_at: string | null;
                        };
                        latency: {
                            /** Format: date-time */
                            at: string;
                            operation: string;
                            calls: number;
                            p50_ms: number;
                            p95_ms: number;
                        }[];
                        waiting_approvals: number;
                        figures_to: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listBanks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["BankState"][];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listCalls: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                from?: string;
                to?: string;
                outcome?: "ok" | "refused" | "failed";
                code?: string;
                endpoint?: string;
                signature?: "right" | "wrong" | "unknown";
                request_id?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["CallRow"][];
                        next: string | null;
                        searched_to: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        client_id: string;
                        keys: {
                            /** Format: uuid */
                            key_id: string;
                            /** Format: date-time */
                            valid_from: string;
                            valid_until: string | null;
                            /** @enum {string} */
                            state: "newest" | "ending" | "ended";
                            last_used_at: string | null;
                        }[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    overlap_hours: number;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        result: "done";
                        secret: string;
                        /** Format: date-time */
                        old_until: string;
                    } | {
                        /** @constant */
                        result: "approval";
                        /** Format: uuid */
                        approval_id: string;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    replayCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status: number;
                        request_id: string;
                        answer: unknown;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    setNotificationUrl: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                bank: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    url: string | null;
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Act"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    testBank: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                bank: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    key?: string;
                    secret?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        works: boolean;
                        said: string;
                        http: number | null;
                        bank_code: string | null;
                        bank_message: string | null;
                        took_ms: number;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    testNotification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                bank: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "payment.succeeded" | "payment.failed" | "refund.succeeded" | "token.active";
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        url: string;
                        request_headers: [
                            string,
                            string
                        ][];
                        request_body: string;
                        status: number | null;
                        error: string | null;
                        answer: string | null;
                        took_ms: number;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listBankAccounts: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                status?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["BankAccountRow"][];
                        next: string | null;
                        searched_to: string | null;
                        banks: {
                            code: string;
                            name: string;
                        }[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    addBankAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    bank_code: string;
                    number: string;
                    holder: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        account: components["schemas"]["BankAccountRow"];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    closeBankAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Act"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    getBankAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        account: components["schemas"]["BankAccountRow"];
                        number: string | null;
                        history: {
                            /** Format: date-time */
                            at: string;
                            /** @enum {string} */
                            event: "added" | "named" | "bank_refused" | "verified" | "made_default" | "no_longer_default" | "closed";
                            /** @enum {string} */
                            status: "new" | "inquired" | "verified" | "refused" | "closed";
                            is_default: boolean;
                            by: components["schemas"]["Person"] | null;
                            approval_id: string | null;
                            bank: components["schemas"]["BankWord"] | null;
                        }[];
                        waiting: {
                            /** Format: uuid */
                            approval_id: string;
                            /** @enum {string} */
                            what: "verify" | "make_default" | "close";
                        }[];
                        payouts: {
                            /** Format: uuid */
                            payout_id: string;
                            /** Format: uuid */
                            batch_id: string;
                            bank: string;
                            amount: string;
                            /** @enum {string} */
                            state: "ready" | "sent" | "paid" | "refused" | "returned";
                            reason: string | null;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            changed_at: string;
                        }[] | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    inquireBankAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        account: components["schemas"]["BankAccountRow"];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    makeDefaultBankAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Act"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    verifyBankAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Act"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listFees: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        banks: {
                            bank: string;
                            tariffs: components["schemas"]["TariffRow"][];
                            waiting: string | null;
                        }[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    changeFee: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    bank: string;
                    terms: components["schemas"]["FeeTerms"];
                    /** Format: date-time */
                    valid_from: string;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Act"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    previewFee: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    bank: string;
                    amounts: string[];
                    /** Format: date-time */
                    at?: string;
                    terms: components["schemas"]["FeeTerms"] | null;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: {
                            amount: string;
                            fee: string;
                            other: string | null;
                        }[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    withdrawFee: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                fee_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Act"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    foreseeSettlement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: date */
                    day: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: {
                            items: number;
                            gross: string;
                            fees: string;
                            refunds: string;
                            net: string;
                            client_id: string;
                            merchant_name: string;
                            bank: string;
                            /** Format: date */
                            day: string;
                            accounts: {
                                account: string;
                                bank_name: string | null;
                                number_tail: string | null;
                                carried: string;
                                share: string;
                                payout: string | null;
                                unpaid: ("nothing" | "negative" | "below_minimum" | "held") | null;
                            }[] | null;
                        }[];
                        complete: boolean;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    getCalendar: {
        parameters: {
            query?: {
                month?: string;
                bank?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        month: string;
                        /** Format: date */
                        today: string;
                        working_days: number;
                        knows_year: boolean;
                        days: {
                            /** Format: date */
                            day: string;
                            working: boolean;
                            holiday: {
                                name: string;
                                /** @enum {string} */
                                kind: "national" | "joint_leave" | "other";
                                provisional: boolean;
                            } | null;
                            settled_on: string | null;
                        }[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listUpcoming: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date */
                        today: string;
                        next_run: {
                            /** Format: date */
                            day: string;
                            /** Format: date-time */
                            at: string;
                        };
                        rows: {
                            client_id: string;
                            merchant_name: string;
                            bank: string;
                            working_days: number;
                            minimum: string;
                            unseen: string;
                            due: {
                                items: number;
                                gross: string;
                                fees: string;
                                refunds: string;
                                net: string;
                                /** Format: date */
                                day: string;
                            }[];
                            stopped_by: "no_default_account" | null;
                            collecting: {
                                /** Format: uuid */
                                batch_id: string;
                                /** Format: date */
                                day: string;
                            } | null;
                            carried: {
                                account: string;
                                bank_name: string | null;
                                number_tail: string | null;
                                balance: string;
                                /** @enum {string} */
                                why: "negative" | "below_minimum" | "held" | "next_batch";
                            }[];
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    previewSettlement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    bank: string;
                    amount: string;
                    lines: {
                        account: string;
                        /** @enum {string} */
                        type: "FIX" | "PERCENTAGE";
                        value: string;
                    }[] | null;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        fee: string;
                        net: string;
                        shares: {
                            account: string;
                            amount: string;
                        }[] | null;
                        /** Format: date */
                        due_day: string;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    putHoliday: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                day: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @enum {string} */
                    kind: "national" | "joint_leave" | "other";
                    provisional: boolean;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    removeHoliday: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                day: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    runSettlement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: date */
                    day: string;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        batches: {
                            client_id: string;
                            merchant_name: string;
                            /** Format: uuid */
                            batch_id: string;
                            bank: string;
                            /** Format: date */
                            day: string;
                            paid: string;
                        }[];
                        complete: boolean;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listTerms: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        banks: {
                            bank: string;
                            terms: components["schemas"]["SettlementTerms"];
                            since: string | null;
                            waiting: string | null;
                            changes: {
                                /** Format: date-time */
                                at: string;
                                before: components["schemas"]["SettlementTerms"];
                                after: components["schemas"]["SettlementTerms"];
                                made_by: components["schemas"]["Person"] | null;
                                approved_by: components["schemas"]["Person"] | null;
                                approval_id: string | null;
                            }[];
                        }[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    changeTerms: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    bank: string;
                    terms: components["schemas"]["SettlementTerms"];
                    reason: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Act"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    previewTerms: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    bank: string;
                    terms: components["schemas"]["SettlementTerms"];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TermsEffect"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    assignPartner: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    bank: string;
                    partner: string;
                    client_id: string;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    closeDay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                bank: string;
                day: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        heads_hash: string;
                        open_exceptions: number;
                        merchants: number;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    getDay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                bank: string;
                day: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        bank: string;
                        day: components["schemas"]["DayRow"];
                        statement: {
                            /** Format: uuid */
                            statement_id: string;
                            /** Format: date-time */
                            imported_at: string;
                            matched_at: string | null;
                            judged_at: string | null;
                            waiting: number;
                        } | null;
                        file: {
                            sha256: string;
                            imported_by: string;
                        } | null;
                        refused: {
                            reason: string;
                            by: string;
                            /** Format: date-time */
                            at: string;
                        }[];
                        seal: {
                            /** Format: date-time */
                            closed_at: string;
                            heads_hash: string;
                            closed_by: string | null;
                            open_exceptions: number | null;
                            head: {
                                journal_no: number;
                                hash: string;
                            } | null;
                        } | null;
                        close: {
                            may: boolean;
                            why_not: ("no_statement" | "closed_already" | "not_matched" | "not_judged" | "not_next" | "forbidden" | "choose_all") | null;
                            next: string | null;
                        };
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    importStatement: {
        parameters: {
            query: {
                bank: string;
                day: string;
                dry_run?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        result: "good" | "kept";
                        lines: number;
                        merchants: number;
                        strays: number;
                        sums: {
                            debit: string;
                            refund: string;
                            payout: string;
                            payout_return: string;
                        };
                    } | {
                        /** @constant */
                        result: "refused";
                        rule: string;
                        line: number | null;
                        column: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listDays: {
        parameters: {
            query?: {
                bank?: string;
                before?: string;
                limit?: number;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        bank: string;
                        banks: string[];
                        first: string | null;
                        rows: components["schemas"]["DayRow"][];
                        next: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listStrays: {
        parameters: {
            query?: {
                bank?: string;
                state?: "open" | "found";
                day?: string;
                after?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        bank: string;
                        rows: components["schemas"]["StrayRow"][];
                        next: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    ageExceptions: {
        parameters: {
            query?: {
                bank?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: {
                            /** @enum {string} */
                            age: "to_1" | "to_3" | "to_7" | "older";
                            count: number;
                            rupiah: string;
                        }[];
                        more: boolean;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    exportExceptions: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                zone?: string;
                state?: "open" | "resolved";
                reason?: string;
                type?: string;
                bank?: string;
                day?: string;
                age?: "to_1" | "to_3" | "to_7" | "older";
                subject_id?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description CSV */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    getException: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                exception_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        exception: components["schemas"]["ExceptionRow"];
                        line: components["schemas"]["StatementLine"] | null;
                        shown_by: components["schemas"]["StatementLine"][];
                        ours: {
                            /** @enum {string} */
                            kind: "payment" | "refund" | "payout";
                            /** Format: uuid */
                            id: string;
                            state: string;
                            amount: string;
                            invoice_number: string | null;
                            account: string | null;
                            bank_reference: string | null;
                            /** Format: date-time */
                            created_at: string;
                            finished_at: string | null;
                            timeline: components["schemas"]["TimelineEntry"][];
                            journals: components["schemas"]["Journal"][];
                        } | null;
                        journals: components["schemas"]["Journal"][];
                        resolutions: {
                            /** @enum {string} */
                            resolution: "bank_corrected" | "payment_reversed" | "refund_reversed" | "owed_again" | "booked_to_account" | "returned_to_bank" | "loss_borne" | "loss_recovered" | "matched_by_hand";
                            may: boolean;
                            why_not: ("resolved_already" | "two_banks" | "explains_itself" | "other_by_itself" | "no_such_difference" | "no_line" | "name_subject" | "name_line" | "line_shows_it" | "by_itself" | "other_amount" | "other_kind" | "nothing_explains_it" | "not_missing" | "seen_already" | "refunds_first" | "name_return" | "name_payout_return" | "return_to_come" | "with_its_payout" | "owed_already" | "was_returned" | "by_a_line_only" | "left_over" | "nothing_lost" | "nothing_borne" | "too_much" | "owed_too" | "part_of_it" | "own_decision" | "choose_merchant" | "forbidden" | "approval_pending" | "none_to_name") | null;
                            needs: ("others" | "subject") | null;
                            wanted: string | null;
                            left_over: string | null;
                        }[];
                        candidates: {
                            /** Format: uuid */
                            exception_id: string;
                            /** @enum {string} */
                            reason: "missing_at_bank" | "missing_here" | "amount_differs" | "duplicate";
                            /** @enum {string} */
                            type: "debit" | "refund" | "payout" | "payout_return";
                            /** Format: date */
                            day: string;
                            amount: string | null;
                            expected: string | null;
                            in_suspense: string;
                            ways: ("bank_corrected" | "payment_reversed" | "refund_reversed" | "owed_again" | "booked_to_account" | "returned_to_bank" | "loss_borne" | "loss_recovered" | "matched_by_hand")[];
                            fits: ("bank_corrected" | "payment_reversed" | "refund_reversed" | "owed_again" | "booked_to_account" | "returned_to_bank" | "loss_borne" | "loss_recovered" | "matched_by_hand")[];
                            /** @enum {string} */
                            for: "others" | "subject";
                            subject_id: string | null;
                        }[];
                        asked: {
                            /** Format: uuid */
                            approval_id: string;
                            state: string;
                            resolution: ("bank_corrected" | "payment_reversed" | "refund_reversed" | "owed_again" | "booked_to_account" | "returned_to_bank" | "loss_borne" | "loss_recovered" | "matched_by_hand") | null;
                            reason: string;
                            asked_by: components["schemas"]["Person"];
                            /** Format: date-time */
                            asked_at: string;
                            decided_by: components["schemas"]["Person"] | null;
                            decided_at: string | null;
                            decision_reason: string | null;
                            outcome: string | null;
                        }[];
                        resolved: {
                            /** @enum {string} */
                            resolution: "bank_corrected" | "payment_reversed" | "refund_reversed" | "owed_again" | "booked_to_account" | "returned_to_bank" | "loss_borne" | "loss_recovered" | "matched_by_hand";
                            /** Format: date-time */
                            at: string;
                            day: string | null;
                            explained_by: string | null;
                            asked_by: components["schemas"]["Person"] | null;
                            approved_by: components["schemas"]["Person"] | null;
                            approval_id: string | null;
                            evidence: {
                                [key: string]: unknown;
                            } | null;
                        } | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listExceptions: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                from?: string;
                to?: string;
                state?: "open" | "resolved";
                reason?: string;
                type?: string;
                bank?: string;
                day?: string;
                age?: "to_1" | "to_3" | "to_7" | "older";
                subject_id?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["ExceptionRow"][];
                        next: string | null;
                        searched_to: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    resolveException: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                exception_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    resolution: "bank_corrected" | "payment_reversed" | "refund_reversed" | "owed_again" | "booked_to_account" | "returned_to_bank" | "loss_borne" | "loss_recovered" | "matched_by_hand";
                    evidence: {
                        /** @enum {string} */
                        source: "bank_statement" | "bank_letter" | "bank_call" | "bank_portal";
                        reference: string;
                        /** Format: date */
                        day: string;
                    };
                    /** @default [] */
                    others?: string[];
                    /** @default null */
                    subject_id?: string | null;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Act"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    exportBatchLines: {
        parameters: {
            query?: {
                zone?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description CSV */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    exportStatement: {
        parameters: {
            query?: {
                zone?: string;
                day?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description CSV */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    getBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        batch: components["schemas"]["BatchRow"];
                        accounts: {
                            account: string;
                            bank_name: string | null;
                            number_tail: string | null;
                            carried: string;
                            share: string;
                            balance: string;
                            payout: {
                                /** Format: uuid */
                                payout_id: string;
                                amount: string;
                                /** @enum {string} */
                                state: "ready" | "sent" | "paid" | "refused" | "returned";
                                reason: string | null;
                            } | null;
                        }[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    getStatement: {
        parameters: {
            query?: {
                day?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        client_id: string;
                        merchant_name: string;
                        /** Format: date */
                        day: string;
                        zone: string;
                        /** Format: date-time */
                        made_at: string;
                        batches: {
                            batch: components["schemas"]["BatchRow"];
                            accounts: {
                                account: string;
                                bank_name: string | null;
                                number_tail: string | null;
                                carried: string;
                                share: string;
                                balance: string;
                                payout: {
                                    /** Format: uuid */
                                    payout_id: string;
                                    amount: string;
                                    /** @enum {string} */
                                    state: "ready" | "sent" | "paid" | "refused" | "returned";
                                    reason: string | null;
                                } | null;
                            }[];
                        }[];
                        before: string | null;
                        next: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listBatchLines: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["SettlementLineRow"][];
                        next: string | null;
                        searched_to: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listBatches: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                bank?: string;
                day?: string;
                state?: "collecting" | "booked";
                client_id?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["BatchRow"][];
                        next: string | null;
                        searched_to: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    getPayout: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                payout_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        payout: components["schemas"]["PayoutRow"];
                        file: {
                            message_id: string;
                            /** Format: date */
                            day: string;
                            /** @enum {string} */
                            state: "ready" | "sent" | "refused";
                            sent_at: string | null;
                        } | null;
                        events: {
                            /** Format: date-time */
                            at: string;
                            /** @enum {string} */
                            state: "ready" | "sent" | "paid" | "refused" | "returned";
                            actor: string;
                            reason: string | null;
                        }[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listPayoutFiles: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["PayoutFileRow"][];
                        next: string | null;
                        unfiled: boolean;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    makePayoutFiles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        files: {
                            /** Format: uuid */
                            file_id: string;
                            bank: string;
                            /** Format: date */
                            day: string;
                            message_id: string;
                            /** @enum {string} */
                            state: "ready" | "sent" | "refused";
                            payouts: number;
                            amount: string;
                            reason: string | null;
                            /** Format: date-time */
                            created_at: string;
                            sent_at: string | null;
                        }[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listPayouts: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                from?: string;
                to?: string;
                state?: string;
                bank?: string;
                held?: "yes";
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["PayoutRow"][];
                        next: string | null;
                        searched_to: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    markPayoutFileSent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                file: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    readPayoutResults: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    report: string;
                    dry_run: boolean;
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        file_id: string;
                        message_id: string;
                        paid: number;
                        refused: number;
                        returned: number;
                        known: number;
                        open: number;
                        contradictions: string[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    releasePayout: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                payout_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    releasePayoutFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                file: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                    held_for?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        released: number;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    takePayoutFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        content: string;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    exportMovements: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                zone?: string;
                template?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description CSV */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    getAccount: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        account: components["schemas"]["LedgerAccount"];
                        from: string | null;
                        /** Format: date-time */
                        to: string;
                        opening: string;
                        groups: {
                            template: string;
                            journals: number;
                            debits: string;
                            credits: string;
                            change: string;
                        }[];
                        closing: string;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    getJournal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: "all" | string;
                journal_no: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        journal: components["schemas"]["Journal"];
                        subject: {
                            /** @enum {string} */
                            kind: "payment" | "refund" | "chunk" | "batch" | "payout" | "exception";
                            /** Format: uuid */
                            id: string;
                            name: string | null;
                        };
                        cause: {
                            event: string | null;
                            actor: string;
                            people: string[];
                        };
                        hash: string;
                        previous_hash: string | null;
                        holds: boolean;
                        is_head: boolean;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    getMoneyInTransit: {
        parameters: {
            query?: {
                bank?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        at: string;
                        stages: {
                            /** @enum {string} */
                            stage: "unseen" | "unseen_back" | "unsettled" | "payouts" | "refunds" | "exceptions" | "suspense";
                            count: number;
                            amount: string;
                            ages: {
                                from: number;
                                to: number | null;
                                count: number;
                                amount: string;
                            }[];
                            ageless: string;
                        }[];
                        due: {
                            /** Format: date */
                            day: string;
                            count: number;
                            amount: string;
                            overdue: boolean;
                        }[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listBalances: {
        parameters: {
            query?: {
                before?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        at: string;
                        accounts: {
                            account: string;
                            /** @enum {string} */
                            kind: "bank_receivable" | "cash" | "merchant_payable" | "refund_in_transit" | "fee_revenue" | "split_payable" | "payout_clearing" | "suspense" | "write_off";
                            /** @enum {string} */
                            side: "debit" | "credit";
                            clears: boolean;
                            bank: string | null;
                            bank_account: {
                                account_id: string;
                                bank_name: string;
                                number_tail: string;
                            } | null;
                            balance: string;
                            last_moved_at: string | null;
                        }[];
                        owed: {
                            total: string;
                            payable: string;
                            settled: string;
                            on_its_way: string;
                            refunds: string;
                        };
                        difference: string;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listMerchantBalances: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                kind?: "bank_receivable" | "cash" | "merchant_payable" | "refund_in_transit" | "fee_revenue" | "split_payable" | "payout_clearing" | "suspense" | "write_off";
            };
            header?: never;
            path: {
                workspace: "all" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: {
                            client_id: string;
                            merchant_name: string;
                            balances: {
                                /** @enum {string} */
                                kind: "bank_receivable" | "cash" | "merchant_payable" | "refund_in_transit" | "fee_revenue" | "split_payable" | "payout_clearing" | "suspense" | "write_off";
                                balance: string;
                            }[];
                        }[];
                        next: string | null;
                        totals: {
                            /** @enum {string} */
                            kind: "bank_receivable" | "cash" | "merchant_payable" | "refund_in_transit" | "fee_revenue" | "split_payable" | "payout_clearing" | "suspense" | "write_off";
                            balance: string;
                        }[] | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    listMovements: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                from?: string;
                to?: string;
                template?: string;
            };
            header?: never;
            path: {
                workspace: "all" | string;
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["Movement"][];
                        next: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
}
